//! The commands of the window: one line each; the bodies live in `cabinet-commands`, those of the desktop in `desktop`.

use crate::desktop;
use crate::picking;
use crate::sample;
use crate::snapshot;
use crate::toasts;
use crate::viewer;
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::error::CommandError;
use cabinet_commands::{
    catalogue, changes, claims, codes, delivery, documents, drafts, feedback, find, media, money, network, news,
    notices, orders, price_lists, prices, profile, purchases, settings, sheets, small_command, subscriptions, support,
    sync, templates, unsent, wishes,
};
use std::sync::{PoisonError, RwLock};
use tauri::State;
use tauri_specta::{Builder, ErrorHandlingMode, collect_commands};

type Answer<T> = Result<T, CommandError>;
type App<'a> = State<'a, Host>;

/// The open profile, or why it could not be opened; then every command answers with that. While the built-in sample is
/// looked at, commands go to it, and the profile waits behind it.
pub struct Host {
    real: Answer<Cabinet>,
    sample: RwLock<Option<Cabinet>>,
    /// One step into the sample or out of it at a time.
    pub(crate) turn: tokio::sync::Mutex<()>,
}

impl Host {
    /// The host of a profile.
    #[must_use]
    pub fn new(real: Answer<Cabinet>) -> Self {
        Self {
            real,
            sample: RwLock::new(None),
            turn: tokio::sync::Mutex::new(()),
        }
    }

    /// The profile of this start, whatever is looked at.
    pub(crate) fn real(&self) -> Answer<&Cabinet> {
        self.real.as_ref().map_err(Clone::clone)
    }

    /// What is looked at: the sample, or the profile.
    pub(crate) fn cabinet(&self) -> Answer<Cabinet> {
        self.shown_sample().map_or_else(|| self.real().cloned(), Ok)
    }

    /// The sample, while it is looked at.
    pub(crate) fn shown_sample(&self) -> Option<Cabinet> {
        self.sample.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Looks at the sample, or at the profile again.
    pub(crate) fn show(&self, sample: Option<Cabinet>) {
        *self.sample.write().unwrap_or_else(PoisonError::into_inner) = sample;
    }

    /// The user's choices: those of the profile, in the sample too.
    pub(crate) async fn settings(&self) -> Answer<settings::Settings> {
        settings::get(self.real()?).await
    }
}

macro_rules! commands {
    ($($(#[$doc:meta])* $name:ident($($arg:ident: $type:ty),*) -> $answer:ty = $body:path;)*) => {
        $(
            $(#[$doc])*
            #[tauri::command]
            #[specta::specta]
            pub async fn $name(app: App<'_>, $($arg: $type),*) -> Answer<$answer> {
                $body(&app.cabinet()?, $($arg),*).await
            }
        )*

        /// The typed door between the window and the program; `ui/src/lib/bindings.ts` is made from it.
        #[must_use]
        pub fn builder() -> Builder<tauri::Wry> {
            Builder::<tauri::Wry>::new()
                .error_handling(ErrorHandlingMode::Result)
                // Views have one shape both ways; two aliases for each type would only confuse the reader of the UI.
                .disable_serde_phases()
                .commands(collect_commands![
                    $($name,)*
                    desktop_toasts,
                    picking::claims_pick,
                    picking::claims_drop,
                    picking::claims_paste,
                    picking::drafts_pick,
                    picking::drafts_drop,
                    picking::codes_pick,
                    picking::money_reconcile_pick,
                    picking::money_reconcile_drop,
                    picking::money_reconcile_save,
                    desktop::settings_get,
                    desktop::settings_set,
                    desktop::settings_hide_prices,
                    desktop::settings_show_prices,
                    desktop::settings_price_pin,
                    desktop::desktop_state,
                    desktop::desktop_autostart,
                    desktop::desktop_copy,
                    sample::sample_enter,
                    sample::sample_leave,
                    sample::sample_remove,
                    viewer::desktop_open_file,
                    viewer::desktop_open_document,
                    viewer::desktop_pay_on_site,
                    snapshot::feedback_snapshot
                ])
                .typ::<cabinet_commands::events::Changes>()
                .typ::<cabinet_commands::notices::ToastTarget>()
        }
    };
}

/// What this desktop can show.
#[tauri::command]
#[specta::specta]
pub async fn desktop_toasts() -> Answer<toasts::DesktopToasts> {
    Ok(toasts::desktop().await)
}

commands! {
    /// Says what to show first.
    profile_state() -> profile::ProfileState = profile::state;
    /// Turns a code into a device.
    profile_enroll(request: profile::EnrollRequest) -> profile::Enrolled = profile::enroll;
    /// Opens a profile that is sealed with a passphrase.
    profile_unlock(passphrase: String) -> profile::ProfileState = profile::unlock;
    /// Opens a profile whose key is lost.
    profile_recover(code: String, passphrase: Option<String>) -> profile::ProfileState = profile::recover;
    /// The person's legal entities.
    profile_entities() -> Vec<profile::EntityView> = profile::entities;
    /// Who works for a legal entity.
    profile_people(entity: String) -> Vec<profile::PersonView> = profile::people;
    /// Work that cannot be sent any more.
    unsent_list() -> Vec<unsent::UnsentWork> = unsent::list;
    /// Writes it to a file.
    unsent_export(path: Option<String>) -> documents::SavedFile = unsent::export;
    /// Deletes it for good.
    unsent_discard(entity: String) -> () = unsent::discard;
    /// How this network is left.
    network_get() -> network::NetworkSettings = network::get;
    /// A new way out of this network.
    network_set(request: network::NetworkRequest) -> network::NetworkSettings = network::set;
    /// Why there is no connection.
    network_check(request: network::ConnectionRequest) -> network::ConnectionReport = network::check;
    /// What a bundle for support would hold.
    support_collect(request: support::SupportRequest) -> support::SupportBundle = support::collect;
    /// Saves what was shown.
    support_save(bundle: support::SupportBundle) -> documents::SavedFile = support::save;
    /// Syncs now.
    sync_now() -> sync::SyncReport = sync::now;
    /// Ends the present sync.
    sync_stop() -> () = sync::stop;
    /// What the sync is doing.
    sync_status() -> sync::SyncStatus = sync::status;
    /// What waits to be sent, and why.
    sync_queue() -> Vec<sync::QueuedView> = sync::queue;
    /// Saves it as a file for a supplier who cannot be reached.
    sync_queue_save(path: Option<String>) -> sync::SavedQueue = sync::save_queue;
    /// The tree of groups.
    catalogue_groups(entity: String) -> Vec<catalogue::GroupView> = catalogue::groups;
    /// A window of a table of goods.
    catalogue_page(query: catalogue::CatalogueQuery, offset: u32, limit: u32) -> catalogue::CataloguePage = catalogue::page;
    /// How many rows a table of goods has.
    catalogue_count(query: catalogue::CatalogueQuery) -> Option<u32> = catalogue::count;
    /// The properties of the goods of a table, their values with the number of goods.
    catalogue_facets(query: catalogue::CatalogueQuery) -> Option<Vec<catalogue::FacetView>> = catalogue::facets;
    /// What each entry of a pasted list is.
    catalogue_find_each(entity: String, text: String) -> Option<catalogue::FoundEach> = catalogue::find_each;
    /// The rows of items that are known.
    catalogue_rows(entity: String, items: Vec<String>, draft: Option<String>) -> Vec<Option<catalogue::ItemRowView>> = catalogue::rows_of;
    /// Everything about an item.
    catalogue_card(entity: String, item: String, draft: Option<String>) -> catalogue::ItemCard = catalogue::card;
    /// A large picture of an item.
    media_picture(entity: String, item: String, blake3: String) -> media::LargePicture = media::picture;
    /// Small pictures of items.
    media_thumbnails(items: Vec<String>) -> Vec<media::Thumbnail> = media::thumbnails;
    /// Saves a picture or a file of an item.
    media_save(entity: String, item: String, blake3: String) -> media::ClearCopy = media::save;
    /// Drafts.
    drafts_list(entity: Option<String>, in_trash: bool) -> Vec<drafts::DraftSummary> = drafts::list;
    /// A new draft.
    drafts_create(entity: String, name: String) -> drafts::DraftSummary = drafts::create;
    /// A whole draft.
    drafts_show(draft: String) -> drafts::DraftView = drafts::show;
    /// A new name or comment.
    drafts_describe(draft: String, name: Option<String>, comment: Option<String>) -> drafts::DraftSummary = drafts::describe;
    /// Sets the quantity of an item.
    drafts_set_quantity(request: drafts::QuantityRequest) -> drafts::QuantitySet = drafts::set_quantity;
    /// Sets the quantity of an item as it was typed, in any unit of the goods: `2 кор`.
    drafts_set_typed(request: drafts::TypedQuantity) -> drafts::QuantitySet = drafts::set_typed;
    /// What became of the list that is kept for a draft, once more.
    drafts_reopen_list(draft: String) -> drafts::AddReport = drafts::reopen_list;
    /// Notes that a row of the kept list was settled by hand.
    drafts_note_list_row(draft: String, sheet: String, row: u32) -> () = drafts::note_list_row;
    /// Lets go of the list that is kept for a draft.
    drafts_forget_list(draft: String) -> () = drafts::forget_list;
    /// Adds lines of text.
    drafts_add_lines(draft: String, text: String) -> drafts::AddReport = drafts::add_lines;
    /// Takes off a draft what was added to it.
    drafts_take_back(draft: String, added: Vec<drafts::AddedLine>) -> drafts::TakenBack = drafts::take_back;
    /// Which column of the last list holds the quantities, or the articles.
    drafts_settle_columns(draft: String, table: u32, role: drafts::DoubtfulRole, column: u32) -> drafts::AddReport = drafts::settle_columns;
    /// Copies the lines of an order or a draft, at today's prices.
    drafts_copy_lines(request: drafts::CopyRequest) -> drafts::CopyReport = drafts::copy_lines;
    /// Lines that were taken out of a draft.
    drafts_removed(draft: String) -> Vec<drafts::RemovedLineView> = drafts::removed;
    /// Puts such lines back, all when none is named.
    drafts_bring_back(draft: String, items: Vec<String>) -> drafts::BroughtBack = drafts::bring_back;
    /// Puts a draft into the trash, or takes it out.
    drafts_set_deleted(draft: String, is_deleted: bool) -> () = drafts::set_deleted;
    /// Keeps how a draft is to be delivered.
    drafts_set_delivery(request: delivery::DeliveryRequest) -> delivery::DeliveryView = drafts::set_delivery;
    /// Writes a comment on a line.
    drafts_set_line_comment(draft: String, item: String, comment: String) -> () = drafts::set_line_comment;
    /// Ways, carriers and addresses to choose from.
    delivery_options(entity: String) -> delivery::DeliveryOptions = delivery::options;
    /// A window of a carrier's branches.
    delivery_branches(carrier: String, text: String, offset: u32, limit: u32) -> delivery::BranchPage = delivery::branches;
    /// Check 1.
    orders_check(draft: String) -> orders::CheckView = orders::check;
    /// Orders of the last days with goods of a draft.
    orders_repeated(draft: String, days: Option<u32>) -> Vec<orders::RepeatedOrder> = orders::repeated;
    /// What rules decide about the changed lines of a check.
    orders_decide(check: orders::CheckView, rules: orders::RulesView) -> Vec<orders::LineDecision> = orders::decide;
    /// What decisions come to.
    orders_weigh(check: orders::CheckView, decisions: Vec<orders::LineDecision>) -> orders::WeighedCheck = orders::weigh;
    /// Places an order.
    orders_place(request: orders::PlaceRequest) -> orders::PlaceOutcome = orders::place;
    /// Orders and the outbox.
    orders_list(entity: Option<String>) -> Vec<orders::OrderSummary> = orders::list;
    /// A whole order.
    orders_show(id: String) -> orders::OrderView = orders::show;
    /// Takes a command out of the outbox.
    orders_withdraw(command: String) -> () = orders::withdraw;
    /// Tries a waiting command now.
    orders_retry(command: String) -> orders::PlaceOutcome = orders::retry;
    /// What a command of the outbox met.
    orders_pending_check(command: String) -> orders::CheckView = orders::pending_check;
    /// What was bought of an item.
    purchases_of_item(entity: String, item: String) -> purchases::ItemPurchases = purchases::of_item;
    /// How a price came about.
    prices_explain(request: prices::ExplainRequest) -> prices::ExplainedPrice = prices::explain;
    /// What an item cost over time.
    prices_of_item(entity: String, item: String) -> prices::PriceHistoryView = prices::of_item;
    /// What was bought by months.
    purchases_by_month(entity: Option<String>) -> Vec<purchases::MonthView> = purchases::by_month;
    /// What was bought, added up.
    purchases_report(query: purchases::ReportQuery) -> purchases::PurchaseReport = purchases::report;
    /// Writes that as a table.
    purchases_export(query: purchases::ReportQuery, kind: Option<sheets::TableKind>, path: Option<String>) -> documents::SavedFile = purchases::export;
    /// What the legal entities owe: group, legal entity, contract.
    money_tree(entity: Option<String>) -> money::MoneyView = money::tree;
    /// Documents of a contract with what is owed of each.
    money_documents(entity: String, contract: String, currency: String) -> Vec<money::OwedDocumentView> = money::documents;
    /// What is to be paid on which day.
    money_calendar(entity: Option<String>) -> Vec<money::DueDayView> = money::calendar;
    /// Payments whose day is near or over.
    money_reminders(days_before: Option<u16>) -> Vec<money::ReminderView> = money::reminders;
    /// Asks the supplier for an act of reconciliation.
    money_ask_act(request: money::ActRequest) -> small_command::Subscribed = money::ask_act;
    /// Contracts that an act may be asked for.
    money_act_contracts(entity: String) -> Vec<String> = money::act_contracts;
    /// Acts that were asked for.
    money_acts(entity: Option<String>) -> Vec<money::ActView> = money::acts;
    /// Entries of an act.
    money_act(id: String) -> Vec<money::ActEntryView> = money::act;
    /// How each legal entity would stand after a draft.
    money_what_if(draft: String) -> Vec<money::WhatIfView> = money::what_if;
    /// Finds papers by their words.
    find_papers(query: find::FindQuery) -> find::FoundPapers = find::papers;
    /// Documents.
    documents_list(entity: Option<String>) -> Vec<documents::DocumentSummary> = documents::list;
    /// A document of the supplier, whole.
    documents_supplier(id: String) -> documents::SupplierDocumentView = documents::supplier;
    /// Saves a document of the supplier as it came.
    documents_supplier_save(id: String, path: Option<String>) -> documents::SavedFile = documents::supplier_save;
    /// One page as a picture.
    documents_preview(paper: documents::PaperRequest, page: u32, dots_per_inch: u32) -> documents::PreviewPage = documents::preview;
    /// Saves the PDF.
    documents_save(paper: documents::PaperRequest, path: Option<String>) -> documents::SavedPaper = documents::save;
    /// Printers of this machine.
    documents_printers() -> Vec<documents::PrinterView> = documents::printers;
    /// One printer as it is now, also one of the network by its address.
    documents_printer(name: String) -> documents::PrinterView = documents::printer;
    /// Sends the PDF to a printer, and remembers how for the next paper of this form.
    documents_print(paper: documents::PaperRequest, wishes: documents::PrintWishes) -> documents::PrintedPaper = documents::print;
    /// What became of a paper that a printer took.
    documents_print_job(printer: String, job: i32) -> documents::PrintJobDoing = documents::print_job;
    /// Takes a paper back from its printer.
    documents_print_cancel(printer: String, job: i32) -> () = documents::print_cancel;
    /// How papers of a form were printed last.
    documents_print_choice(form: documents::PaperForm) -> documents::PrintWishes = documents::print_choice;
    /// Into which folder papers are saved.
    documents_folder_rule() -> documents::FolderRule = documents::folder_rule;
    /// Into which folder a rule would put a paper.
    documents_folder_preview(rule: documents::FolderRule) -> String = documents::folder_preview;
    /// Saves papers there from now on.
    documents_set_folder_rule(rule: documents::FolderRule) -> documents::FolderRule = documents::set_folder_rule;
    /// Labels of goods to a label printer.
    documents_labels_print(request: documents::LabelRequest, printer: String) -> documents::LabelReport = documents::labels_print;
    /// Labels of goods into a file.
    documents_labels_save(request: documents::LabelRequest, path: Option<String>) -> documents::LabelReport = documents::labels_save;
    /// A label to try the paper with.
    documents_labels_test(paper: documents::LabelPaper, printer: String) -> String = documents::labels_test;
    /// The papers of a month, one ZIP for each legal entity.
    documents_archive(month: String, entity: Option<String>, folder: Option<String>) -> Vec<documents::MonthArchive> = documents::archive;
    /// The forms that can be printed of a thing now.
    documents_offered(source: documents::PaperSource, of: String) -> Vec<documents::PaperForm> = documents::offered;
    /// What can be printed of several orders.
    documents_of_orders(orders: Vec<String>) -> Vec<documents::OrderPapers> = documents::of_orders;
    /// The supplier's page on which an invoice is paid.
    documents_payment_link(document: String) -> Option<documents::PaymentLinkView> = documents::payment_link;
    /// How to pay an invoice.
    documents_payment(document: String, lf_lines: Option<bool>) -> Option<documents::PaymentView> = documents::payment;
    /// Invoices to be paid in one file for the bank's program.
    documents_client_bank(request: documents::ClientBankRequest, path: Option<String>) -> documents::ClientBankReport = documents::client_bank;
    /// Claims, with those that are not filed.
    claims_list(entity: Option<String>) -> Vec<claims::ClaimSummary> = claims::list;
    /// A whole claim.
    claims_show(claim: String) -> claims::ClaimView = claims::show;
    /// Begins a claim on a line of an order.
    claims_begin(order: String, item: String) -> claims::ClaimView = claims::begin;
    /// What the user says of a claim.
    claims_describe(request: claims::ClaimWordsRequest) -> () = claims::describe;
    /// Takes a file off again.
    claims_detach(claim: String, blake3: String) -> () = claims::detach;
    /// Throws a claim away that is not filed, or takes it back.
    claims_discard(claim: String, is_deleted: bool) -> () = claims::discard;
    /// Files a claim.
    claims_send(claim: String) -> claims::ClaimSent = claims::send;
    /// Says something in a claim.
    claims_say(claim: String, text: String) -> claims::ClaimSent = claims::say;
    /// Tries a waiting claim or message now.
    claims_retry(command: String) -> claims::ClaimSent = claims::retry;
    /// Takes a waiting claim or message back.
    claims_withdraw(command: String) -> () = claims::withdraw;
    /// A small picture of a file.
    claims_thumb(claim: String, blake3: String) -> Option<String> = claims::thumb;
    /// Saves a file of a claim.
    claims_save(claim: String, blake3: String, path: Option<String>) -> documents::SavedFile = claims::save;
    /// Subscriptions to goods.
    subscriptions_list(entity: Option<String>) -> Vec<subscriptions::SubscriptionView> = subscriptions::list;
    /// Be told of an item.
    subscriptions_subscribe(request: subscriptions::SubscribeRequest) -> small_command::Subscribed = subscriptions::subscribe;
    /// Be told no more.
    subscriptions_unsubscribe(entity: String, item: String) -> small_command::Subscribed = subscriptions::unsubscribe;
    /// Articles that are wished for.
    wishes_list(entity: Option<String>) -> Vec<wishes::WishView> = wishes::list;
    /// Be told when an article appears.
    wishes_wish(request: wishes::WishRequest) -> small_command::Subscribed = wishes::wish;
    /// Be told of it no more.
    wishes_unwish(entity: String, article: String) -> small_command::Subscribed = wishes::unwish;
    /// Says whether the order of a draft is paid in advance.
    drafts_set_prepaid(draft: String, is_prepaid: bool) -> drafts::DraftView = drafts::set_prepaid;
    /// Puts what is beyond the credit limit into a draft of its own.
    drafts_split(draft: String, name: String) -> drafts::SplitView = drafts::split;
    /// For whom or what a draft is.
    drafts_set_label(draft: String, label: String) -> drafts::DraftSummary = drafts::set_label;
    /// Labels that were typed before.
    drafts_labels(entity: String) -> Vec<String> = drafts::labels;
    /// For whom or what some of a line is, when and from where it is wished.
    drafts_mark(request: drafts::MarkRequest) -> drafts::QuantitySet = drafts::mark;
    /// Another amount of a part of a line.
    drafts_set_part(request: drafts::PartRequest) -> drafts::QuantitySet = drafts::set_part;
    /// A line divided anew.
    drafts_set_parts(request: drafts::PartsRequest) -> drafts::QuantitySet = drafts::set_parts;
    /// What is not there of a line is ordered all the same, or not.
    drafts_set_on_order(request: drafts::OnOrderRequest) -> drafts::QuantitySet = drafts::set_on_order;
    /// Warehouses that hold the goods of a line.
    drafts_places(draft: String, item: String) -> Vec<drafts::PlaceView> = drafts::places;
    /// Services that are offered for the goods of a line.
    drafts_services(draft: String, item: String) -> Vec<drafts::ServiceOfferView> = drafts::services;
    /// What is done to the goods of a line.
    drafts_set_services(request: drafts::ServicesRequest) -> drafts::QuantitySet = drafts::set_services;
    /// Two drafts, or a draft and an order, beside each other.
    drafts_compare(left: drafts::LineSource, right: drafts::LineSource) -> drafts::CompareView = drafts::compare;
    /// A draft split by what its lines say.
    drafts_divide(draft: String, by: drafts::SplitBy) -> drafts::DividedView = drafts::divide;
    /// Lines of a draft to another address, or by another contract.
    drafts_set_apart(request: drafts::ApartRequest) -> drafts::ApartView = drafts::set_apart;
    /// Templates.
    templates_list(in_trash: bool) -> Vec<templates::TemplateSummary> = templates::list;
    /// A whole template.
    templates_show(template: String) -> templates::TemplateView = templates::show;
    /// Keeps the lines of a draft as a template.
    templates_save(request: templates::TemplateRequest) -> templates::TemplateView = templates::save;
    /// Orders of the same goods that could be a template.
    templates_offered() -> Vec<templates::OfferedTemplate> = templates::offered;
    /// Keeps the goods of an order as a template.
    templates_save_order(order: String, name: String) -> templates::TemplateView = templates::save_order;
    /// No template of the goods of an order is wanted.
    templates_decline(order: String) -> () = templates::decline;
    /// Gives a template to the people of a legal entity, or to nobody any more.
    templates_share(template: String, entity: Option<String>) -> templates::TemplateShared = templates::share;
    /// Keeps a colleague's template as the user's own.
    templates_take(template: String) -> templates::TemplateView = templates::take;
    /// Another name of a template.
    templates_rename(template: String, name: String) -> templates::TemplateView = templates::rename;
    /// Another amount of a line of a template.
    templates_set_line(request: templates::TemplateLineRequest) -> templates::TemplateView = templates::set_line;
    /// Puts a template into the trash, or takes it out.
    templates_set_deleted(template: String, is_deleted: bool) -> templates::TemplateView = templates::set_deleted;
    /// Own price lists.
    price_lists_list(in_trash: bool) -> Vec<price_lists::PriceListSummary> = price_lists::list;
    /// A whole price list.
    price_lists_show(list: String) -> price_lists::PriceListView = price_lists::show;
    /// Keeps how a price list is made.
    price_lists_save(request: price_lists::PriceListRequest) -> price_lists::PriceListView = price_lists::save;
    /// Puts a price list into the trash, or takes it out.
    price_lists_set_deleted(list: String, is_deleted: bool) -> price_lists::PriceListView = price_lists::set_deleted;
    /// What a price list comes to now.
    price_lists_preview(recipe: price_lists::PriceListRecipe, rows: u32) -> price_lists::PriceListPreview = price_lists::preview;
    /// Writes a price list.
    price_lists_write(request: price_lists::WriteListRequest) -> price_lists::WrittenPriceList = price_lists::write;
    /// Has a price list written to a file after each sync that changes it.
    price_lists_set_file(list: String, path: Option<String>) -> price_lists::PriceListView = price_lists::set_file;
    /// Writes an offer to a customer at the prices of a price list.
    price_lists_offer(request: price_lists::OfferRequest) -> price_lists::WrittenOffer = price_lists::offer;
    /// Brands of the goods that a legal entity sees.
    price_lists_brands(entity: String) -> Vec<price_lists::BrandView> = price_lists::brands;
    /// Puts what a scanner read into a draft.
    drafts_scan(request: drafts::ScanRequest) -> drafts::ScanView = drafts::scan;
    /// What changed since the user looked.
    changes_list(query: changes::ChangesQuery) -> changes::ChangesView = changes::list;
    /// The user has looked.
    changes_seen(entity: String) -> () = changes::seen;
    /// Tells no more of an item, or again.
    changes_mute(entity: String, item: String, is_muted: bool) -> () = changes::mute;
    /// Writes what changed into a file.
    changes_export(query: changes::ChangesQuery, kind: Option<sheets::TableKind>, path: Option<String>) -> documents::SavedFile = changes::export;
    /// Own codes.
    codes_list(entity: Option<String>) -> Vec<codes::CodeView> = codes::list;
    /// Says what a code means.
    codes_add(request: codes::CodeRequest) -> small_command::Subscribed = codes::add;
    /// Says that a code means nothing any more.
    codes_remove(entity: String, code: String) -> small_command::Subscribed = codes::remove;
    /// Writes the codes of a legal entity into a file.
    codes_export(entity: String, kind: Option<sheets::TableKind>, path: Option<String>) -> documents::SavedFile = codes::export;
    /// Tells the supplier's people something.
    feedback_send(request: feedback::FeedbackRequest) -> small_command::Subscribed = feedback::send;
    /// News of the supplier.
    news_list() -> news::NewsList = news::list;
    /// Marks news as read, all when none is named.
    news_read(ids: Vec<String>) -> () = news::read;
    /// What the person was told.
    notices_list(entity: Option<String>) -> notices::NoticeList = notices::list;
    /// Marks notices as read, all when none is named.
    notices_read(ids: Vec<String>) -> () = notices::read;
    /// Takes notices off the list.
    notices_dismiss(ids: Vec<String>) -> () = notices::dismiss;
    /// Adds what was waited for to a draft.
    notices_add_to_draft(id: String, draft: Option<String>) -> notices::NoticeAdded = notices::add_to_draft;
    /// What a screen left.
    settings_recall(key: String) -> Option<String> = settings::recall;
    /// Leaves something for the next start.
    settings_remember(key: String, value: String) -> () = settings::remember;
}
