//! Commands on templates.

use clap::Subcommand;

/// Commands on templates; one is named by its id or its name.
#[derive(Debug, Subcommand)]
pub enum Template {
    /// List templates, those that colleagues share among them
    List {
        /// Those in the trash instead; they stay there for 90 days
        #[arg(long)]
        trash: bool,
    },
    /// Show a template with its lines
    Show {
        /// Which template
        template: String,
    },
    /// List orders of the same goods that could be a template: three and more within half a year
    Offered,
    /// Keep the lines of a draft, or of an order, as a template; one of the same name is renewed by a draft
    Save {
        /// Which draft
        #[arg(required_unless_present = "order")]
        draft: Option<String>,
        /// Which order, by its number or id
        #[arg(long, value_name = "ORDER", conflicts_with = "draft")]
        order: Option<String>,
        /// A name for it
        #[arg(long)]
        name: String,
    },
    /// Make a draft of a template at today's prices; what changed since it was kept is told
    Use {
        /// Which template
        template: String,
        /// The name of the draft [default: that of the template]
        #[arg(long, conflicts_with = "into")]
        name: Option<String>,
        /// A draft that takes the lines
        #[arg(long, value_name = "DRAFT", conflicts_with = "entity")]
        into: Option<String>,
        /// For which legal entity; may be left out when there is one
        #[arg(long, value_name = "ID")]
        entity: Option<String>,
    },
    /// Give a template another name
    Rename {
        /// Which template
        template: String,
        /// The name
        name: String,
    },
    /// Set how much of goods is in a template; 0 takes them out
    Set {
        /// Which template
        template: String,
        /// Article, or id of the item
        goods: String,
        /// In the base unit
        quantity: String,
    },
    /// Share a template with the people of a legal entity; every later change of it goes to them too
    Share {
        /// Which template
        template: String,
        /// Whose people; may be left out when there is one
        #[arg(long, value_name = "ID", conflicts_with = "off")]
        entity: Option<String>,
        /// With nobody any more
        #[arg(long)]
        off: bool,
    },
    /// Take a colleague's template as your own, to change it; share it to give your version of it to them
    Take {
        /// Which template
        template: String,
    },
    /// Put a template into the trash
    Remove {
        /// Which template
        template: String,
    },
    /// Take a template out of the trash
    Restore {
        /// Which template
        template: String,
    },
}
