//! The causes in English, for the command line and the log; the window has its own words in three languages.

use super::StepCause;

/// Why, and what to do. No wildcard, so that a new cause must be explained here.
pub(super) const fn words(cause: StepCause) -> (&'static str, &'static str) {
    match cause {
        StepCause::NotAnAddress => ("this is not an address", "compare it with the invitation"),
        StepCause::NotSecure => ("the address is not secure", "write it with https://"),
        StepCause::NoSuchName => (
            "the name of the server is not found",
            "check the address and whether this computer has a network; elsewhere in the internet works: ask your administrator about DNS",
        ),
        StepCause::Refused => (
            "the server is there and refuses the connection",
            "check the port in the address; tell the supplier that nobody listens there, or your administrator that a firewall refuses",
        ),
        StepCause::Silent => (
            "nothing answers at that address",
            "check the network; ask your administrator whether a firewall lets this program out",
        ),
        StepCause::NoWay => ("there is no way to that address", "check cable, Wi-Fi or VPN"),
        StepCause::ProxyUnreachable => (
            "the proxy cannot be reached",
            "check its address in the network settings, or choose no proxy",
        ),
        StepCause::ProxyPassword => (
            "the proxy wants a login and a password, or refuses the ones it got",
            "enter them in the network settings",
        ),
        StepCause::ProxySignIn => (
            "the proxy wants a sign-in of Windows (NTLM or Kerberos), which this program does not speak",
            "ask your administrator to let the address pass, or to set up a local helper such as px",
        ),
        StepCause::ProxyDenies => (
            "the proxy lets nobody to that address",
            "ask your administrator to allow the address",
        ),
        StepCause::NoTls => ("what answers there speaks no HTTPS", "check the address and the port"),
        StepCause::UnknownIssuer => (
            "who issued the certificate is not known to this system",
            "if a protection program or the company's proxy looks into connections, its certificate must be installed in the system; otherwise tell the supplier and do not go on",
        ),
        StepCause::OtherCertificate => (
            "the certificate is not the one that the invitation names",
            "do not go on: somebody may stand between. Ask the supplier whether it was changed, and for a new invitation",
        ),
        StepCause::Expired => ("the certificate is out of date", "tell the supplier to renew it"),
        StepCause::NotYetValid => ("the certificate is not valid yet", "check the date of this computer"),
        StepCause::WrongName => (
            "the certificate is of another name",
            "check the address; it must be exactly as in the invitation",
        ),
        StepCause::ClockSpoilsCertificate => (
            "the certificate is in order, the clock of this computer is not",
            "set date, time and time zone of this computer",
        ),
        StepCause::BadCertificate => ("the certificate is refused", "tell the supplier"),
        StepCause::Page => (
            "a web page answers instead of the supplier's server",
            "in a guest network open a browser and sign in to it; otherwise check the address",
        ),
        StepCause::Redirect => (
            "the address leads elsewhere",
            "sign in to the network with a browser, or check the address",
        ),
        StepCause::SignIn => (
            "something before the server wants a sign-in of its own",
            "check the address; tell the supplier",
        ),
        StepCause::Failing => ("the supplier's server fails", "try again in a while; nothing is lost"),
        StepCause::Stranger => ("another program answers there", "check the address and the port"),
        StepCause::NoAnswer => (
            "the answer did not come",
            "try again; if it stays so, ask your administrator",
        ),
        StepCause::ClockOff => (
            "the clock of this computer is wrong",
            "set date, time and time zone; connections may fail otherwise",
        ),
        StepCause::OtherVersion => (
            "the supplier's server is of another version",
            "update this program, or tell the supplier",
        ),
        StepCause::SignedOut => (
            "the supplier does not accept this device any more",
            "ask for a new code and connect again; drafts stay",
        ),
    }
}
