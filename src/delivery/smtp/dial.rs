//! From a name to a line that has been greeted and encrypted.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::ClientConfig;

use super::account::Account;
use super::fault::{Fault, Trouble, within};
use super::reply::Features;
use super::talk;
use super::wire::{Fuse, Wire};
use crate::delivery::Step;
use crate::delivery::net::line::Line;
use crate::delivery::net::{self, tls};

/// How the line is protected, with the certificates that count.
pub(super) enum Protection {
    Tls(Arc<ClientConfig>),
    StartTls(Arc<ClientConfig>),
    None,
}

/// An open line, ready for login or mail.
pub(super) struct Opened {
    pub(super) wire: Wire,
    pub(super) fuse: Fuse,
    pub(super) features: Features,
    /// The server's greeting.
    pub(super) greeting: String,
}

/// Opens the line: connection, greeting, EHLO, and TLS as the account wants it.
pub(super) async fn open(
    account: &Account,
    addresses: &[SocketAddr],
    protection: Protection,
) -> Result<Opened, Trouble> {
    let limit = account.limits.connect;
    let trouble = |fault: Fault| Trouble::new(Step::Connect, fault);
    let stream = net::connect(addresses, limit).await;
    let stream = stream.map_err(|fault| trouble(fault.into()))?;
    let peer = stream.peer_addr().map_err(|e| trouble(e.into()))?;
    let name = own_name(stream.local_addr().map_err(|e| trouble(e.into()))?.ip());

    let (mut line, greeting) = match protection {
        Protection::Tls(config) => {
            let stream = shake_hands(account, config, stream).await?;
            let mut line = Line::Tls(Box::new(stream));
            let greeting = within(Step::Connect, limit, talk::greeting(&mut line)).await?;
            (line, greeting)
        }
        Protection::StartTls(config) => {
            let mut stream = stream;
            let greeting = within(Step::Connect, limit, talk::greeting(&mut stream)).await?;
            let line = upgrade(account, stream, &name, config).await?;
            (line, greeting)
        }
        Protection::None => {
            if !peer.ip().is_loopback() {
                let why = format!("{peer} is not this computer, and the line is not encrypted.");
                return Err(Trouble::new(Step::Tls, Fault::Setting(why)));
            }
            let mut line = Line::Plain(stream);
            let greeting = within(Step::Connect, limit, talk::greeting(&mut line)).await?;
            (line, greeting)
        }
    };
    // After STARTTLS everything is asked anew: what was said before was not protected.
    let features = within(Step::Connect, limit, talk::hello(&mut line, &name)).await?;
    let fuse = Fuse::default();
    Ok(Opened {
        wire: Wire::new(line, peer, fuse.clone()),
        fuse,
        features,
        greeting: greeting.to_string(),
    })
}

/// EHLO and STARTTLS on a plain line, then the handshake.
async fn upgrade(
    account: &Account,
    mut stream: TcpStream,
    name: &str,
    config: Arc<ClientConfig>,
) -> Result<Line, Trouble> {
    let limit = account.limits.connect;
    let setting = |why: String| Trouble::new(Step::Tls, Fault::Setting(why));
    let features = within(Step::Connect, limit, talk::hello(&mut stream, name)).await?;
    if !features.offers("STARTTLS") {
        return Err(setting(format!(
            "{} does not offer STARTTLS, and mail never goes unencrypted. \
             Try encryption = \"tls\" with port 465.",
            account.host
        )));
    }
    within(Step::Tls, limit, talk::starttls(&mut stream)).await?;
    if matches!(stream.try_read(&mut [0_u8; 1]), Ok(1..)) {
        return Err(setting(format!(
            "Plain text came after STARTTLS from {}: somebody may be tampering with the line.",
            account.host
        )));
    }
    let stream = shake_hands(account, config, stream).await?;
    Ok(Line::Tls(Box::new(stream)))
}

async fn shake_hands(
    account: &Account,
    config: Arc<ClientConfig>,
    stream: TcpStream,
) -> Result<TlsStream<TcpStream>, Trouble> {
    let shake = async {
        let done = tls::handshake(config, &account.host, stream).await;
        done.map_err(Fault::from)
    };
    within(Step::Tls, account.limits.connect, shake).await
}

/// How to call oneself: an address literal, as a computer without a public name should
/// (RFC 5321 4.1.4). It tells the server nothing that it does not see anyway.
fn own_name(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) => format!("[{ip}]"),
        IpAddr::V6(ip) => format!("[IPv6:{ip}]"),
    }
}
