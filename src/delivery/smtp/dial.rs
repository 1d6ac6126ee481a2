//! From a name to a line that has been greeted and encrypted.

use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio_rustls::rustls::ClientConfig;

use super::account::Account;
use super::fault::{Fault, Trouble, within};
use super::line::Line;
use super::reply::Features;
use super::wire::{Fuse, Wire};
use super::{talk, tls};
use crate::delivery::Step;

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

/// Finds the addresses of a host. The system's look-up cannot be interrupted, so it runs in a
/// thread of its own, which is left behind when the limit has passed.
pub(super) fn look_up(host: &str, port: u16, limit: Duration) -> Result<Vec<SocketAddr>, Trouble> {
    if let Ok(ip) = host.parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(ip, port)]);
    }
    let (send, answer) = mpsc::channel();
    let name = host.to_string();
    thread::spawn(move || {
        let found = (name.as_str(), port).to_socket_addrs();
        // Nobody listens any more when the limit has passed.
        send.send(found.map(Vec::from_iter)).ok();
    });
    let why = match answer.recv_timeout(limit) {
        Ok(Ok(addresses)) if !addresses.is_empty() => return Ok(addresses),
        Ok(Ok(_none)) => format!("{host} has no address."),
        Ok(Err(error)) => format!("No address was found for {host}: {error}."),
        Err(_no_answer) => format!("No address was found for {host} in time."),
    };
    Err(Trouble::new(Step::Lookup, Fault::Unreachable(why)))
}

/// Connects to the first address that answers.
async fn connect(addresses: &[SocketAddr], limit: Duration) -> Result<TcpStream, Fault> {
    let tries = u32::try_from(addresses.len()).unwrap_or(u32::MAX).max(1);
    let share = limit / tries;
    let mut why = String::from("There is no address to connect to.");
    for address in addresses {
        match tokio::time::timeout(share, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) => why = format!("{address} does not answer: {error}."),
            Err(_elapsed) => why = format!("{address} does not answer."),
        }
    }
    Err(Fault::Unreachable(why))
}

/// Opens the line: connection, greeting, EHLO, and TLS as the account wants it.
pub(super) async fn open(
    account: &Account,
    addresses: &[SocketAddr],
    protection: Protection,
) -> Result<Opened, Trouble> {
    let limit = account.limits.connect;
    let trouble = |fault: Fault| Trouble::new(Step::Connect, fault);
    let stream = connect(addresses, limit).await.map_err(trouble)?;
    stream.set_nodelay(true).map_err(|e| trouble(e.into()))?;
    let peer = stream.peer_addr().map_err(|e| trouble(e.into()))?;
    let name = own_name(stream.local_addr().map_err(|e| trouble(e.into()))?.ip());

    let (mut line, greeting) = match protection {
        Protection::Tls(config) => {
            let shake = tls::handshake(config, &account.host, stream);
            let stream = within(Step::Tls, limit, shake).await?;
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
    let shake = tls::handshake(config, &account.host, stream);
    let stream = within(Step::Tls, limit, shake).await?;
    Ok(Line::Tls(Box::new(stream)))
}

/// How to call oneself: an address literal, as a computer without a public name should
/// (RFC 5321 4.1.4). It tells the server nothing that it does not see anyway.
fn own_name(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) => format!("[{ip}]"),
        IpAddr::V6(ip) => format!("[IPv6:{ip}]"),
    }
}
