//! The pictures of the README, drawn from the real screens of the demo book. `just shots` draws them
//! anew; without that, this tests that they show what the program shows.

use std::path::Path;

use payme::tui::view::theme::Theme;

use crate::support::home::Home;
use crate::support::scene::Scene;
use crate::support::svg::picture;

fn shot(name: &str, scene: &Scene) {
    let title = "payme demo";
    let drawn = picture(&scene.buffer(&Theme::dark()), title);
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("assets")
        .join(name);
    if std::env::var_os("UPDATE_SHOTS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, drawn).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == drawn,
        "assets/{name} is out of date: run `just shots`"
    );
}

#[test]
fn shots_show_the_real_screens() {
    let home = Home::new();
    let mut scene = Scene::demo(&home, 100, 30);
    shot("dashboard.svg", &scene);
    // One is queued and can be taken back; the next in English is shown.
    scene.keys("5ss").pass(3).shows("in 7 s");
    scene
        .keys("jjj")
        .shows("Hello Freja,")
        .shows("u takes it back");
    shot("send.svg", &scene);
}
