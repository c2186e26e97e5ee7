//! What several views are made of. Components take plain values and signals and know nothing of the session but the
//! settings that a field edits.

mod at_work;
mod bars;
mod classes;
mod copy;
mod curve;
mod details;
mod document;
mod empty;
mod error_note;
mod evidence;
mod figure;
mod file_picker;
mod growing;
mod paged;
mod pager;
mod plane;
mod save_html;
mod setting;
mod stage;
mod table;
mod term;

pub use at_work::AtWork;
pub use bars::Bar;
pub use classes::ClassName;
pub use copy::CopyButton;
pub use curve::CurvePlot;
pub use details::{DetailsView, OpenDetails};
pub use document::{Act, Beside, BlocksView, DocumentView, VerdictView};
pub use empty::Empty;
pub use error_note::{ErrorNote, Notes};
pub use figure::{Choice, FigureView};
pub use file_picker::FilePicker;
pub use growing::GrowingDocument;
pub use paged::Paged;
pub use pager::{PAGE, Pager};
pub use plane::{PlanePlot, PlanePoint, PlaneShape};
pub use save_html::SaveHtml;
pub use setting::{Control, FieldFault, MonitoringRule, Setting, StudySetting, remarks};
pub use stage::{StageMark, StaleNote};
pub use table::RowActs;
pub use term::Term;
