//! Encryption: which certificates count, the handshake, and its failures in plain words.

use std::path::Path;
use std::sync::Arc;

use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, ServerName};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::{CertificateError, ClientConfig, Error, RootCertStore};

use super::Fault;

/// Where nothing at all is trusted.
pub(in crate::delivery) const NO_ROOTS: &str =
    "This computer has no list of trusted certificates: install ca-certificates.";

/// The system's trusted certificates, and those of `ca_file` besides.
pub(in crate::delivery) fn config(ca_file: Option<&Path>) -> Result<Arc<ClientConfig>, Fault> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if let Some(path) = ca_file {
        add_file(&mut roots, path)?;
    }
    if roots.is_empty() {
        return Err(Fault::Setting(NO_ROOTS.into()));
    }
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| Fault::Setting(error.to_string()))?;
    Ok(Arc::new(
        builder.with_root_certificates(roots).with_no_client_auth(),
    ))
}

fn add_file(roots: &mut RootCertStore, path: &Path) -> Result<(), Fault> {
    for certificate in certificates(path).map_err(Fault::Setting)? {
        roots
            .add(certificate)
            .map_err(|error| Fault::Setting(unusable(path, &error.to_string())))?;
    }
    Ok(())
}

fn unusable(path: &Path, why: &str) -> String {
    format!(
        "The certificates of ca_file {} cannot be used: {why}.",
        path.display()
    )
}

/// The certificates of a `ca_file`; there is at least one.
pub(in crate::delivery) fn certificates(
    path: &Path,
) -> Result<Vec<CertificateDer<'static>>, String> {
    let certificates = CertificateDer::pem_file_iter(path)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| unusable(path, &error.to_string()))?;
    if certificates.is_empty() {
        return Err(unusable(path, "there is none in it"));
    }
    Ok(certificates)
}

/// Encrypts a connection. The certificate must be for `host`.
pub(in crate::delivery) async fn handshake(
    config: Arc<ClientConfig>,
    host: &str,
    stream: TcpStream,
) -> Result<TlsStream<TcpStream>, Fault> {
    let name = ServerName::try_from(host.to_string())
        .map_err(|error| Fault::Setting(format!("{host} is no name of a server: {error}.")))?;
    let connecting = TlsConnector::from(config).connect(name, stream);
    connecting.await.map_err(|error| {
        match error
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<Error>())
        {
            Some(reason) => Fault::Setting(explain(host, reason)),
            None => error.into(),
        }
    })
}

/// Why TLS failed, in words a person can act on.
fn explain(host: &str, error: &Error) -> String {
    if let Error::InvalidCertificate(reason) = error {
        return explain_certificate(host, reason);
    }
    if matches!(error, Error::InvalidMessage(_)) {
        return format!(
            "{host} does not answer with TLS on this port: \
             encryption = \"tls\" belongs to port 465 (993 for IMAP), \"starttls\" to 587 (143)."
        );
    }
    format!("{host} and payme cannot agree on encryption: {error}.")
}

/// What is wrong with a certificate, in words a person can act on.
pub(in crate::delivery) fn explain_certificate(host: &str, reason: &CertificateError) -> String {
    use CertificateError as E;
    if matches!(reason, E::Expired | E::ExpiredContext { .. }) {
        format!("The certificate of {host} has expired (or the date of this computer is wrong).")
    } else if matches!(reason, E::NotValidYet | E::NotValidYetContext { .. }) {
        format!("The certificate of {host} is not valid yet: is the date of this computer right?")
    } else if let E::NotValidForNameContext { presented, .. } = reason {
        format!(
            "The certificate that {host} shows is not for {host} but for {}.",
            presented.join(", ")
        )
    } else if matches!(reason, E::NotValidForName) {
        format!("The certificate that {host} shows is not for {host}.")
    } else if matches!(reason, E::UnknownIssuer | E::BadSignature) {
        format!(
            "The certificate of {host} comes from an authority that this computer does not know. \
             If it is your own, name its file as ca_file."
        )
    } else {
        format!("The certificate of {host} is not valid: {reason}.")
    }
}
