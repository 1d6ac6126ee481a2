//! Invoices are written and issued.

use payme::usecases::{clients, invoices};

use crate::support::home::Home;
use crate::support::scene::Scene;

/// The screens on an empty book of a business in Germany.
fn business(home: &Home) -> Scene {
    let mut scene = Scene::new(home, 80, 24);
    scene.keys("2Ana Lind Design<Tab><Tab>DE123456788<Tab><Tab>");
    scene.keys("<Enter>");
    scene
}

#[test]
fn scratch() {
    let home = Home::new();
    let mut scene = business(&home);
    eprintln!("{}", scene.frame());
    scene.keys("n");
    eprintln!("{}", scene.frame());
    scene.keys("Nordlicht Studio<F2>");
    eprintln!("{}", scene.frame());
    scene.keys("Landing page<Enter>3<Enter>day<Enter>600<Enter>");
    eprintln!("{}", scene.frame());
    scene.keys("<F9>");
    eprintln!("{}", scene.frame());
    scene.keys("<Enter>");
    eprintln!("{}", scene.frame());
    let _ = (clients::show, invoices::show);
}
