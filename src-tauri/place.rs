//! Where the window stood, and whether it may stand there again.
//!
//! Everything here counts physical dots and whole percents. Not here: files, windows.

use serde::{Deserialize, Serialize};

/// A screen, or the part of it that windows may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// Left edge.
    pub x: i32,
    /// Upper edge.
    pub y: i32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
    /// How much larger than usual things are drawn, in percent.
    pub scale_percent: u32,
}

/// Where a window stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Left edge of its frame.
    pub x: i32,
    /// Upper edge of its frame, where the title bar is.
    pub y: i32,
    /// Width of what is inside the frame.
    pub width: u32,
    /// Height of what is inside the frame.
    pub height: u32,
    /// Whether it fills the screen; the rest is then where it stands otherwise.
    pub is_maximised: bool,
    /// The scale of its screen, in percent.
    pub scale_percent: u32,
}

/// A title bar, and so much of it that a hand finds it, at the usual scale.
const BAR_HEIGHT: u32 = 32;
const BAR_GRIP: u32 = 160;

/// Nothing smaller is a window that somebody left like that.
const LEAST: (u32, u32) = (400, 300);

/// Where a window that was left at `left` stands on the screens of today; `None` when its title bar could not be reached.
///
/// Its size follows the scale of its new screen, and never exceeds that screen.
pub fn place_on(screens: &[Screen], left: Place) -> Option<Place> {
    if left.width < LEAST.0 || left.height < LEAST.1 {
        return None;
    }
    let screen = screens.iter().find(|screen| has_title_bar(screen, left))?;
    let scaled = |length: u32| scale(length, screen.scale_percent, left.scale_percent);
    Some(Place {
        width: scaled(left.width).min(screen.width),
        height: scaled(left.height).min(screen.height),
        scale_percent: screen.scale_percent,
        ..left
    })
}

/// Whether enough of the title bar lies on the screen to move the window by it.
fn has_title_bar(screen: &Screen, left: Place) -> bool {
    let scaled = |length: u32| i64::from(scale(length, screen.scale_percent, 100));
    let (x, y) = (i64::from(screen.x), i64::from(screen.y));
    let begin = i64::from(left.x).max(x);
    let end = (i64::from(left.x) + i64::from(left.width)).min(x + i64::from(screen.width));
    let top = i64::from(left.y);
    end - begin >= scaled(BAR_GRIP) && top >= y && top + scaled(BAR_HEIGHT) <= y + i64::from(screen.height)
}

/// A length at another scale; a scale of 0 is none.
fn scale(length: u32, now_percent: u32, then_percent: u32) -> u32 {
    let scaled = u64::from(length) * u64::from(now_percent.max(1)) / u64::from(then_percent.max(1));
    u32::try_from(scaled).unwrap_or(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn screen(x: i32, y: i32, width: u32, height: u32, scale_percent: u32) -> Screen {
        Screen {
            x,
            y,
            width,
            height,
            scale_percent,
        }
    }

    const fn place(x: i32, y: i32, width: u32, height: u32) -> Place {
        Place {
            x,
            y,
            width,
            height,
            is_maximised: false,
            scale_percent: 100,
        }
    }

    const OFFICE: Screen = screen(0, 0, 1366, 768, 100);
    const LEFT_OF_IT: Screen = screen(-1920, -200, 1920, 1080, 100);
    const DENSE: Screen = screen(1366, 0, 3840, 2160, 200);

    #[test]
    fn a_window_returns_where_its_title_bar_can_be_reached_and_nowhere_else() {
        for (what, screens, left, expected) in [
            (
                "in the middle",
                &[OFFICE][..],
                place(100, 50, 1000, 600),
                Some((100, 50)),
            ),
            ("in the corner", &[OFFICE], place(0, 0, 1366, 768), Some((0, 0))),
            (
                "partly beyond the right edge",
                &[OFFICE],
                place(1100, 50, 1000, 600),
                Some((1100, 50)),
            ),
            (
                "a sliver at the right edge",
                &[OFFICE],
                place(1300, 50, 1000, 600),
                None,
            ),
            (
                "partly beyond the left edge",
                &[OFFICE],
                place(-700, 50, 1000, 600),
                Some((-700, 50)),
            ),
            ("a sliver at the left edge", &[OFFICE], place(-900, 50, 1000, 600), None),
            (
                "the title bar above the screen",
                &[OFFICE],
                place(100, -40, 1000, 600),
                None,
            ),
            (
                "the title bar below the screen",
                &[OFFICE],
                place(100, 750, 1000, 600),
                None,
            ),
            (
                "low, but to be reached",
                &[OFFICE],
                place(100, 730, 1000, 600),
                Some((100, 730)),
            ),
            (
                "on a screen that was taken away",
                &[OFFICE],
                place(-1500, 0, 1000, 600),
                None,
            ),
            (
                "on the second screen",
                &[OFFICE, LEFT_OF_IT],
                place(-1500, 0, 1000, 600),
                Some((-1500, 0)),
            ),
            ("no screen is known", &[], place(100, 50, 1000, 600), None),
            ("an absurd size", &[OFFICE], place(100, 50, 3, 3), None),
            (
                "an absurd place",
                &[OFFICE],
                place(i32::MIN, i32::MAX, u32::MAX, u32::MAX),
                None,
            ),
        ] {
            let found = place_on(screens, left).map(|place| (place.x, place.y));
            assert_eq!(found, expected, "{what}");
        }
    }

    #[test]
    fn a_window_is_never_larger_than_its_screen_and_follows_its_scale() {
        let on_dense = Place {
            scale_percent: 200,
            ..place(100, 50, 2000, 1200)
        };
        for (what, screens, left, expected) in [
            ("a smaller screen", &[OFFICE][..], place(0, 0, 1920, 1080), (1366, 768)),
            ("the same scale", &[DENSE], Place { x: 1400, ..on_dense }, (2000, 1200)),
            ("from dense to usual", &[OFFICE], on_dense, (1000, 600)),
            (
                "from usual to dense",
                &[DENSE],
                place(1500, 50, 1000, 600),
                (2000, 1200),
            ),
        ] {
            let found = place_on(screens, left).map(|place| (place.width, place.height));
            assert_eq!(found, Some(expected), "{what}");
        }
    }

    #[test]
    fn a_maximised_window_is_maximised_again() {
        let left = Place {
            is_maximised: true,
            ..place(100, 50, 1000, 600)
        };
        assert!(place_on(&[OFFICE], left).is_some_and(|place| place.is_maximised));
    }
}
