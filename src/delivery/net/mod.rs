//! Lines to a server: finding it, reaching it, encrypting the line. What SMTP and IMAP share.

pub(super) mod line;
pub(super) mod tls;

use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use tokio::net::TcpStream;

/// Why there is no line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The server cannot be reached.
    Unreachable(String),
    /// The account, or the server, is not set up for this.
    Setting(String),
    /// The connection ended.
    Cut(String),
}

impl Fault {
    /// What happened, as a sentence.
    pub(super) fn into_words(self) -> String {
        match self {
            Self::Unreachable(why) | Self::Setting(why) | Self::Cut(why) => why,
        }
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Self::Cut(error.to_string())
    }
}

/// Finds the addresses of a host. The system's look-up cannot be interrupted, so it runs in a
/// thread of its own, which is left behind when the limit has passed.
pub(super) fn look_up(host: &str, port: u16, limit: Duration) -> Result<Vec<SocketAddr>, Fault> {
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
    Err(Fault::Unreachable(match answer.recv_timeout(limit) {
        Ok(Ok(addresses)) if !addresses.is_empty() => return Ok(addresses),
        Ok(Ok(_none)) => format!("{host} has no address."),
        Ok(Err(error)) => format!("No address was found for {host}: {error}."),
        Err(_no_answer) => format!("No address was found for {host} in time."),
    }))
}

/// Connects to the first address that answers. What is written leaves at once.
pub(super) async fn connect(addresses: &[SocketAddr], limit: Duration) -> Result<TcpStream, Fault> {
    let tries = u32::try_from(addresses.len()).unwrap_or(u32::MAX).max(1);
    let share = limit / tries;
    let mut why = String::from("There is no address to connect to.");
    for address in addresses {
        match tokio::time::timeout(share, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => {
                stream.set_nodelay(true)?;
                return Ok(stream);
            }
            Ok(Err(error)) => why = format!("{address} does not answer: {error}."),
            Err(_elapsed) => why = format!("{address} does not answer."),
        }
    }
    Err(Fault::Unreachable(why))
}
