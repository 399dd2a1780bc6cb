//! Reads a file as a stream of events.
//!
//! True: objects are given in the order of the file; an object is given only when its end tag was read;
//! memory holds one object. Objects are recognised only where they belong, so a `Товар` of a document
//! is not a product and the `Склады` of a document are not warehouses.

use crate::fragment::Fragment;
use crate::map::{self, ObjectKind};
use crate::model::{Event, FileHeader, Section, SectionKind};
use crate::tokens::{Tag, Token, Tokens};
use std::io::Read;

/// Why a file could not be read to its end. Events before it were delivered.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {kind}")]
pub struct ReadError {
    /// Line of the file, from 1.
    pub line: u64,
    /// What is wrong there.
    pub kind: ReadErrorKind,
}

/// What is wrong with a file.
#[derive(Debug, thiserror::Error)]
pub enum ReadErrorKind {
    /// The bytes could not be read.
    #[error("the file cannot be read: {0}")]
    Io(#[source] std::io::Error),
    /// Not well-formed XML.
    #[error("{0}")]
    Malformed(String),
    /// Not a CommerceML file.
    #[error("this is not CommerceML: the root is «{0}»")]
    WrongRoot(String),
    /// CommerceML 1.x of 1С 7.7: the data stands in attributes.
    #[error("this is CommerceML 1.x, which keeps data in attributes; export in version 2.03 or later")]
    VersionOne,
    /// An encoding other than UTF-8, UTF-16 and windows-1251.
    #[error("the encoding «{0}» is not supported; save the file as UTF-8")]
    UnknownEncoding(String),
    /// Groups, or other elements, nested too deep.
    #[error(
        "groups are nested deeper than {levels} levels; make the tree flatter in 1C, or choose in the exchange from which group on it is exported"
    )]
    TooDeep {
        /// How many levels are read.
        levels: usize,
    },
    /// The file says one encoding and is in another: its first element proves it.
    #[error(
        "the file {declared}, but it is written in {actual}; export it again from 1C without opening it in an editor; if a processing of your own writes it, let the declaration <?xml … encoding=\"…\"?> name the encoding in which it saves"
    )]
    WrongEncoding {
        /// What says so, in words: «declares UTF-8», «declares nothing, which means UTF-8».
        declared: String,
        /// The encoding of its root element.
        actual: &'static str,
    },
    /// A text beyond all reason, or an entity declaration.
    #[error("{0} is beyond what a CommerceML file may hold")]
    TooLarge(&'static str),
    /// The receiver of events asked to stop.
    #[error("stopped by the receiver")]
    Stopped,
}

/// Reads a whole file, giving each object to `sink`, which returns false to stop.
///
/// # Errors
/// [`ReadError`] with the line; nothing is guessed past it.
pub fn read(input: impl Read, sink: &mut dyn FnMut(Event) -> bool) -> Result<(), ReadError> {
    let tokens = Tokens::open(input)?;
    Walk {
        tokens,
        sink,
        places: Vec::new(),
        fragment: Fragment::default(),
        events: Vec::new(),
    }
    .run()
}

/// An element that holds objects, and what belongs in it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    /// КоммерческаяИнформация.
    Root,
    /// Классификатор, Каталог, ПакетПредложений, ИзмененияПакетаПредложений.
    Section,
    /// Товары, Предложения and the like: a list of one kind.
    List(ObjectKind),
    /// Контейнер of an order and its documents; the order's Ид once it is known.
    Container { order: String },
}

/// What to do with an element.
enum Step {
    Enter(Place),
    EnterSection(SectionKind),
    Take(ObjectKind),
    Skip,
}

impl Place {
    fn step(&self, name: &str) -> Step {
        match self {
            Self::Root => match name {
                "Документ" => Step::Take(ObjectKind::Document),
                "Контрагент" => Step::Take(ObjectKind::Counterparty),
                "Контейнер" => Step::Enter(Self::Container { order: String::new() }),
                "Документы" => Step::Enter(Self::List(ObjectKind::Document)),
                "Контрагенты" => Step::Enter(Self::List(ObjectKind::Counterparty)),
                _ => section_or_list(name),
            },
            Self::Section => match name {
                "Товар" => Step::Take(ObjectKind::Product),
                "Предложение" => Step::Take(ObjectKind::Offer),
                _ => section_or_list(name),
            },
            Self::List(ObjectKind::Document) if name == "Контейнер" => {
                Step::Enter(Self::Container { order: String::new() })
            }
            Self::List(kind) if kind.is_named(name) => Step::Take(*kind),
            Self::Container { .. } if name == "Документ" => Step::Take(ObjectKind::Document),
            Self::List(_) | Self::Container { .. } => Step::Skip,
        }
    }
}

fn section_or_list(name: &str) -> Step {
    match name {
        "Классификатор" => Step::EnterSection(SectionKind::Classifier),
        "Каталог" => Step::EnterSection(SectionKind::Catalogue),
        "ПакетПредложений" => Step::EnterSection(SectionKind::Offers),
        "ИзмененияПакетаПредложений" => Step::EnterSection(SectionKind::OfferChanges),
        "Группы" => Step::Enter(Place::List(ObjectKind::Group)),
        "Свойства" => Step::Enter(Place::List(ObjectKind::Property)),
        "ТипыЦен" => Step::Enter(Place::List(ObjectKind::PriceType)),
        "Склады" => Step::Enter(Place::List(ObjectKind::Warehouse)),
        "ЕдиницыИзмерения" => Step::Enter(Place::List(ObjectKind::Unit)),
        "Товары" => Step::Enter(Place::List(ObjectKind::Product)),
        "Предложения" => Step::Enter(Place::List(ObjectKind::Offer)),
        _ => Step::Skip,
    }
}

struct Walk<'s, R: Read> {
    tokens: Tokens<R>,
    sink: &'s mut dyn FnMut(Event) -> bool,
    places: Vec<Place>,
    fragment: Fragment,
    events: Vec<Event>,
}

impl<R: Read> Walk<'_, R> {
    fn run(mut self) -> Result<(), ReadError> {
        loop {
            match self.tokens.next()? {
                Token::Start(tag) => match self.places.last() {
                    None => self.begin()?,
                    Some(place) => {
                        let step = place.step(tag.name());
                        self.follow(step)?;
                    }
                },
                Token::End => {
                    self.places.pop();
                }
                Token::Text(_) | Token::Nothing => {}
                Token::Eof => return Ok(()),
            }
        }
    }

    fn begin(&mut self) -> Result<(), ReadError> {
        let tag = self.tokens.tag();
        if tag.name() != "КоммерческаяИнформация" {
            return Err(self.tokens.error(ReadErrorKind::WrongRoot(tag.name().to_owned())));
        }
        let header = FileHeader {
            schema_version: tag.attribute("ВерсияСхемы").unwrap_or_default().to_owned(),
            made_at: tag.attribute("ДатаФормирования").unwrap_or_default().to_owned(),
        };
        self.places.push(Place::Root);
        self.give(Event::Begin(header))
    }

    fn follow(&mut self, step: Step) -> Result<(), ReadError> {
        match step {
            Step::Enter(place) => self.places.push(place),
            Step::EnterSection(kind) => {
                let tag = self.tokens.tag();
                if is_version_one(tag) {
                    return Err(self.tokens.error(ReadErrorKind::VersionOne));
                }
                let only_changes = tag.attribute("СодержитТолькоИзменения").and_then(map::boolean);
                self.places.push(Place::Section);
                self.give(Event::Section(Section { kind, only_changes }))?;
            }
            Step::Take(kind) => self.take(kind)?,
            Step::Skip => self.tokens.skip()?,
        }
        Ok(())
    }

    /// Reads one object to its end and gives what it holds.
    fn take(&mut self, kind: ObjectKind) -> Result<(), ReadError> {
        if is_version_one(self.tokens.tag()) {
            return Err(self.tokens.error(ReadErrorKind::VersionOne));
        }
        self.fragment.clear();
        let mut grown = self.fragment.open(self.tokens.tag());
        loop {
            grown.map_err(|kind| self.tokens.error(kind))?;
            if self.fragment.is_complete() {
                break;
            }
            grown = match self.tokens.next()? {
                Token::Start(tag) => self.fragment.open(tag),
                Token::Text(text) => self.fragment.push(&text),
                Token::End => self.fragment.close(),
                Token::Nothing | Token::Eof => Ok(()),
            };
        }
        map::events(kind, self.fragment.root(), &mut self.events);
        self.bind_to_container();
        let mut events = std::mem::take(&mut self.events);
        let given = events.drain(..).try_for_each(|event| self.give(event));
        self.events = events;
        given
    }

    /// In a container the order comes first and the other documents belong to it.
    fn bind_to_container(&mut self) {
        let Some(Place::Container { order }) = self.places.last_mut() else {
            return;
        };
        for event in &mut self.events {
            let Event::Document(document) = event else { continue };
            if order.is_empty() && document.operation == "Заказ товара" {
                order.clone_from(&document.id);
            } else if document.parent.is_empty() {
                document.parent.clone_from(order);
            }
        }
    }

    fn give(&mut self, event: Event) -> Result<(), ReadError> {
        if (self.sink)(event) {
            Ok(())
        } else {
            Err(self.tokens.error(ReadErrorKind::Stopped))
        }
    }
}

/// 1.x says the id of a thing in attributes that no later version has.
fn is_version_one(tag: &Tag) -> bool {
    ["Идентификатор", "ИдентификаторТовара", "ИдентификаторВКаталоге"]
        .iter()
        .any(|name| tag.attribute(name).is_some())
}
