//! Jobs at a printer of the network, by its own address.

use crate::paper::pdf;
use cabinet_printing::error::PrintError;
use cabinet_printing::ipp::IppService;
use cabinet_printing::ipp::door::Door;
use cabinet_printing::job::{Content, JobId, JobState, PrintJob, Sides, Wish};
use cabinet_printing::printer::PrinterState;
use cabinet_printing::service::PrintService as _;
use std::path::PathBuf;
use testkit::printer::{VirtualPrinter, until};

/// A service of nobody: only printers by their own addresses are asked of it.
fn service() -> IppService {
    IppService::at(Door::Socket(PathBuf::from("/nonexistent")))
}

fn job(printer: &str) -> PrintJob {
    PrintJob {
        printer: Some(printer.to_owned()),
        title: "Счёт на оплату № 12\n— «проба»".to_owned(),
        content: Content::Pdf(pdf("Invoice 12")),
        copies: 1,
        sides: None,
        tray: None,
        paper: None,
    }
}

#[test]
fn a_printer_tells_what_it_can_do() {
    let Some(printer) = VirtualPrinter::of_pdf() else {
        return;
    };
    let described = service().printer(&printer.address()).unwrap();
    assert_eq!(described.title, "Virtual");
    assert_eq!(described.state, PrinterState::Idle);
    assert!(described.is_accepting && described.takes("application/pdf"));
    assert_eq!(described.trays, ["auto", "main", "manual", "by-pass-tray"]);
    assert!(
        described.papers.contains(&"iso_a4_210x297mm".to_owned()),
        "{described:?}"
    );
    assert_eq!(described.sides, Sides::ALL);
    assert_eq!(described.most_copies, 999);
    assert!(!described.has_colours);
}

#[test]
fn copies_tray_paper_and_sides_arrive_with_the_document_as_it_was() {
    let Some(printer) = VirtualPrinter::of_pdf() else {
        return;
    };
    let wished = PrintJob {
        copies: 3,
        sides: Some(Sides::LongEdge),
        tray: Some("by-pass-tray".to_owned()),
        paper: Some("iso_a4_210x297mm".to_owned()),
        ..job(&printer.address())
    };
    let id = service().print(&wished).unwrap();
    let arrived = printer.arrived(id.number);
    assert!(arrived.document == wished.content.bytes(), "the PDF changed on its way");
    assert_eq!(arrived.said["IPP_COPIES"], "3");
    assert_eq!(arrived.said["IPP_SIDES"], "two-sided-long-edge");
    assert_eq!(
        arrived.said["IPP_MEDIA_COL"],
        "{media-size={x-dimension=21000 y-dimension=29700} media-source=by-pass-tray}"
    );
    assert_eq!(arrived.said["IPP_JOB_NAME"], "Счёт на оплату № 12 — «проба»");
    until("the job is done", || {
        (service().job(&id).unwrap() == JobState::Done).then_some(())
    });

    // Without wishes nothing is said for the printer, and a paper alone goes by its name.
    let plain = service().print(&job(&printer.address())).unwrap();
    let arrived = printer.arrived(plain.number);
    assert_eq!(arrived.said["IPP_COPIES"], "1");
    for unsaid in ["IPP_SIDES", "IPP_MEDIA", "IPP_MEDIA_COL"] {
        assert!(!arrived.said.contains_key(unsaid), "{unsaid}");
    }
    let on_a4 = PrintJob {
        paper: Some("iso_a4_210x297mm".to_owned()),
        ..job(&printer.address())
    };
    let on_a4 = service().print(&on_a4).unwrap();
    assert_eq!(printer.arrived(on_a4.number).said["IPP_MEDIA"], "iso_a4_210x297mm");
}

#[test]
fn what_a_printer_has_not_is_refused_and_nothing_is_sent() {
    let Some(printer) = VirtualPrinter::of_pdf() else {
        return;
    };
    let base = job(&printer.address());
    let tray = PrintJob {
        tray: Some("tray-9".to_owned()),
        ..base.clone()
    };
    let paper = PrintJob {
        paper: Some("iso_a3_297x420mm".to_owned()),
        ..base.clone()
    };
    for (wished, wish) in [(tray, Wish::Tray), (paper, Wish::Paper)] {
        let error = service().print(&wished).unwrap_err();
        assert!(
            matches!(&error, PrintError::NotOffered { wish: told, .. } if *told == wish),
            "{error}"
        );
    }
    for copies in [0, 1000] {
        let error = service().print(&PrintJob { copies, ..base.clone() }).unwrap_err();
        assert!(matches!(error, PrintError::BadCopies { most: 999, .. }), "{error}");
    }
    assert_eq!(printer.count(), 0);
}

#[test]
fn a_printer_that_does_not_read_pdf_says_so_and_takes_its_own_language() {
    let Some(printer) = VirtualPrinter::start("application/octet-stream,application/postscript", "") else {
        return;
    };
    let error = service().print(&job(&printer.address())).unwrap_err();
    assert!(
        matches!(&error, PrintError::RefusesFormat { format, .. } if format == "application/pdf"),
        "{error}"
    );
    assert_eq!(printer.count(), 0);
    let raw = PrintJob {
        content: Content::Raw(b"%!PS\nshowpage\n".to_vec()),
        ..job(&printer.address())
    };
    let id = service().print(&raw).unwrap();
    assert_eq!(printer.arrived(id.number).document, b"%!PS\nshowpage\n");
}

#[test]
fn a_printer_that_vanished_between_listing_and_printing_is_named() {
    let Some(mut printer) = VirtualPrinter::of_pdf() else {
        return;
    };
    let address = printer.address();
    service().printer(&address).unwrap();
    printer.switch_off();
    let error = service().print(&job(&address)).unwrap_err();
    assert!(
        matches!(&error, PrintError::PrinterSilent { name } if *name == address),
        "{error}"
    );
}

#[test]
fn a_job_is_cancelled_and_one_that_never_was_is_told() {
    // The script waits for a file that only the end of the test leaves.
    let waiting = "while [ ! -e \"$(dirname \"$0\")/arrived/go\" ]; do sleep 0.05; done";
    let Some(printer) = VirtualPrinter::start("application/pdf", waiting) else {
        return;
    };
    let service = service();
    let first = service.print(&job(&printer.address())).unwrap();
    until("the job is being printed", || {
        (service.job(&first).unwrap() == JobState::Printing).then_some(())
    });
    service.cancel(&first).unwrap();
    std::fs::write(printer.file("go"), "").unwrap();
    until("the job is cancelled", || {
        (service.job(&first).unwrap() == JobState::Cancelled).then_some(())
    });
    assert!(service.job(&first).unwrap().is_final());
    let nobodys = JobId {
        printer: printer.address(),
        number: 777,
    };
    assert!(matches!(service.job(&nobodys), Err(PrintError::UnknownJob)));
    assert!(matches!(service.cancel(&nobodys), Err(PrintError::UnknownJob)));
}
