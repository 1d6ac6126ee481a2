//! What the loop does to the world, as a trait: the terminal and the workers, or a test's notebook.

use std::io;

use crate::domain::ids::OutboxId;
use crate::failure::Result;
use crate::tui::model::{Job, Load, Model, Write};

/// The terminal and the workers. An error of the terminal means that it is gone.
pub(super) trait Outside {
    /// Draws a frame.
    fn draw(&mut self, model: &Model) -> io::Result<()>;

    /// Forgets what is on the screen: the next frame is drawn whole.
    fn clear(&mut self) -> io::Result<()>;

    /// Puts a text on the clipboard.
    fn copy(&mut self, text: &str) -> io::Result<()>;

    /// Lets the user change a text in an editor, which has the terminal meanwhile.
    fn edit(&mut self, text: &str) -> io::Result<Result<String>>;

    /// Stops the program until the shell lets it go on.
    fn suspend(&mut self) -> io::Result<()>;

    /// Lets the reader of the terminal read on.
    fn read_on(&mut self);

    /// Reads something from the book; answered by a reply.
    fn load(&mut self, job: Job, load: Load);

    /// Changes the book; answered by a reply.
    fn write(&mut self, job: Job, write: Write);

    /// Asks what became of a message; answered by news.
    fn ask(&mut self, id: OutboxId);
}
