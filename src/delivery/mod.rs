//! The only network: one attempt in, one outcome out.
