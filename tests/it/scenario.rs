//! What a freelancer does, by keys, on a real book.

use crate::support::home::{Home, overdue};
use crate::support::scene::Scene;
use crate::support::smtp::{Script, Server};

#[test]
fn from_first_launch_to_ten_reminders() {
    let server = Server::start(Script::new());
    let home = Home::new();
    home.mail_to(server.port());
    home.write("book.json", &overdue(10).to_string());
    let mut scene = Scene::new(&home, 80, 24);
    let mut step = |scene: &Scene| println!("{}\n", scene.frame());
    step(&scene);
    scene.keys("2Ana Lind Design<Tab>Germany");
    step(&scene);
    scene.keys("<Tab><Tab>DE89370400440532013000<Enter>");
    step(&scene);
    scene.keys(":bring<Enter>~/book.json");
    step(&scene);
    scene.keys("<Enter>");
    step(&scene);
    scene.keys("5*s");
    step(&scene);
    scene.keys("S");
    step(&scene);
    scene.pass(5);
    step(&scene);
    scene.pass(5);
    step(&scene);
    scene.keys("1");
    step(&scene);
    drop(scene);
    let record = server.finish();
    assert_eq!(record.messages.len(), 10);
}
