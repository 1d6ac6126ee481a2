//! Certificates for servers on this computer, signed by an authority made for this run.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use tempfile::TempDir;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// What is wrong with a server's certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    None,
    OtherName,
    Expired,
    UnknownAuthority,
}

struct Authority {
    issuer: Issuer<'static, KeyPair>,
    file: PathBuf,
    _folder: TempDir,
}

impl Authority {
    fn new(name: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let pem = params.self_signed(&key).unwrap().pem();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ca.pem");
        std::fs::write(&file, pem).unwrap();
        Self {
            issuer: Issuer::new(params, key),
            file,
            _folder: folder,
        }
    }

    fn trusted() -> &'static Self {
        static TRUSTED: OnceLock<Authority> = OnceLock::new();
        TRUSTED.get_or_init(|| Self::new("Trusted by the tests"))
    }
}

/// The file of the authority that signs for [`server`].
pub(crate) fn ca_file() -> PathBuf {
    Authority::trusted().file.clone()
}

/// The TLS settings of a server at `localhost` and `127.0.0.1`.
pub(crate) fn server(flaw: Flaw) -> Arc<ServerConfig> {
    let names = match flaw {
        Flaw::OtherName => vec!["other.example".to_string()],
        Flaw::None | Flaw::Expired | Flaw::UnknownAuthority => {
            vec!["localhost".to_string(), "127.0.0.1".to_string()]
        }
    };
    let mut params = CertificateParams::new(names).unwrap();
    if flaw == Flaw::Expired {
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(2021, 1, 1);
    }
    let key = KeyPair::generate().unwrap();
    let certificate = if flaw == Flaw::UnknownAuthority {
        let unknown = Authority::new("Known to nobody");
        params.signed_by(&key, &unknown.issuer).unwrap()
    } else {
        params
            .signed_by(&key, &Authority::trusted().issuer)
            .unwrap()
    };
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    Arc::new(config)
}
