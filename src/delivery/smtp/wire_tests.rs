use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::runtime::{Builder, Runtime};

use super::*;

/// A wire, and the server's end of it.
struct Pair {
    runtime: Runtime,
    wire: Wire,
    fuse: Fuse,
    server: TcpStream,
}

/// A wire on which lettre has said its EHLO and heard the prelude.
fn pair() -> Pair {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let stream = runtime
        .block_on(tokio::net::TcpStream::connect(address))
        .unwrap();
    let (server, _) = listener.accept().unwrap();
    let fuse = Fuse::default();
    let wire = Wire::new(Line::Plain(stream), address, fuse.clone());
    let mut pair = Pair {
        runtime,
        wire,
        fuse,
        server,
    };
    assert_eq!(pair.hear().unwrap(), "220 ready\r\n");
    pair.say("EHLO localhost\r\n").unwrap();
    assert_eq!(pair.hear().unwrap(), "250 ready\r\n");
    pair
}

impl Pair {
    fn hear(&mut self) -> io::Result<String> {
        let mut room = [0; 1024];
        let read = self.runtime.block_on(self.wire.read(&mut room))?;
        Ok(String::from_utf8(room[..read].to_vec()).unwrap())
    }

    fn say(&mut self, text: &str) -> io::Result<()> {
        self.runtime.block_on(self.wire.write_all(text.as_bytes()))
    }

    /// What the server got, after our end is closed.
    fn got(self) -> String {
        let Self {
            runtime,
            wire,
            mut server,
            ..
        } = self;
        drop(wire);
        drop(runtime);
        let mut got = String::new();
        server.read_to_string(&mut got).unwrap();
        got
    }
}

#[test]
fn the_hello_of_lettre_is_answered_here_and_not_sent() {
    let mut pair = pair();
    pair.say("QUIT\r\n").unwrap();
    assert_eq!(pair.got(), "QUIT\r\n");
}

#[test]
fn a_blown_fuse_lets_nothing_through() {
    let mut pair = pair();
    pair.say("text").unwrap();
    pair.fuse.blow();
    assert!(pair.say("\r\n.\r\n").is_err());
    assert!(!pair.fuse.was_interrupted());
    assert_eq!(pair.got(), "text");
}

#[test]
fn lines_are_given_one_at_a_time_and_a_reply_too_many_stops_us() {
    let mut pair = pair();
    pair.server.write_all(b"250 one\r\n451 two\r\n").unwrap();
    assert_eq!(pair.hear().unwrap(), "250 one\r\n");
    let error = pair.say("\r\n.\r\n").unwrap_err();
    let said = error.get_ref().unwrap().downcast_ref::<Interruption>();
    assert_eq!(said.unwrap().0, b"451 two\r\n");
    assert!(pair.fuse.was_interrupted());
    assert_eq!(pair.got(), "");
}

#[test]
fn an_end_of_the_connection_is_an_error_for_both_sides() {
    let mut pair = pair();
    pair.server.write_all(b"250 one\r\n").unwrap();
    pair.server.shutdown(Shutdown::Write).unwrap();
    assert_eq!(pair.hear().unwrap(), "250 one\r\n");
    let end = io::ErrorKind::UnexpectedEof;
    assert_eq!(pair.hear().unwrap_err().kind(), end);
    assert_eq!(pair.say("MAIL\r\n").unwrap_err().kind(), end);
    assert_eq!(pair.got(), "");
}

#[test]
fn a_reply_in_an_old_encoding_stays_readable() {
    let mut pair = pair();
    pair.server.write_all(b"250 f\xfcr\r\n").unwrap();
    assert_eq!(pair.hear().unwrap(), "250 f?r\r\n");
}
