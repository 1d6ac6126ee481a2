//! What several tests share.

pub(crate) mod certificates;
pub(crate) mod home;
pub(crate) mod http;
pub(crate) mod imap;
pub(crate) mod pipe;
pub(crate) mod pty;
pub(crate) mod scene;
pub(crate) mod scripts;
pub(crate) mod smtp;
pub(crate) mod svg;
