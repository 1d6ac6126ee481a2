//! What a freelancer does, by keys, on a real book.

mod clients;
mod everyday;
mod kinds;
mod letters;
mod outcomes;
mod ten_reminders;
mod trust;
mod writing;

use crate::support::home::{Home, overdue};
use crate::support::scene::Scene;

/// The screens on a book with overdue invoices of as many clients.
fn with_overdue(home: &Home, count: usize) -> Scene {
    home.write("book.json", &overdue(count).to_string());
    let mut scene = Scene::new(home, 80, 24);
    scene.keys("3~/book.json<Enter>").shows("Brought in");
    scene
}
