//! Laws that hold for any history of prices, stock and orders.

use crate::support::{Shop, line};
use crate::xml::article;
use cabinet_domain::access::Role;
use cabinet_protocol::commands::Verdict;
use proptest::prelude::*;
use std::collections::HashMap;

#[derive(Debug, Clone)]
enum Step {
    /// 1C exports a price and a stock.
    Export { item: usize, price: i64, stock: [i64; 2] },
    /// A dealer places what he accepted at some earlier time.
    Place { item: usize, quantity: i64, accepted: i64 },
}

const ITEMS: [&str; 3] = ["a", "b", "c"];

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..3_usize, 1..20_i64, 0..6_i64, 0..6_i64).prop_map(|(item, price, w1, w2)| Step::Export {
            item,
            price,
            stock: [w1, w2]
        }),
        (0..3_usize, 1..5_i64, 1..20_i64).prop_map(|(item, quantity, accepted)| Step::Place {
            item,
            quantity,
            accepted
        }),
    ]
}

async fn run(steps: &[Step]) {
    let start: Vec<_> = ITEMS.iter().map(|item| article(item, "10", [5, 5])).collect();
    let shop = Shop::new(&start);
    let e = shop.entity("ООО Ромашка", None);
    let buyer = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    let mut truth: HashMap<&str, (i64, i64)> = ITEMS.iter().map(|item| (*item, (10, 10))).collect();
    let mut held: HashMap<&str, i64> = HashMap::new();
    for (at, step) in steps.iter().enumerate() {
        match step {
            Step::Export { item, price, stock } => {
                shop.offers(&[article(ITEMS[*item], &price.to_string(), *stock)]);
                truth.insert(ITEMS[*item], (*price, stock[0] + stock[1]));
            }
            Step::Place {
                item,
                quantity,
                accepted,
            } => {
                let item = ITEMS[*item];
                let (price, stock) = truth[item];
                let free = (stock - held.get(item).copied().unwrap_or(0)).max(0);
                let is_good = price <= *accepted && free >= *quantity;
                let result = shop
                    .place(&buyer, &e, &format!("k{at}"), &[line(item, *quantity, Some(*accepted))])
                    .await;
                match result.verdict {
                    Verdict::Placed { total_minor, .. } => {
                        assert!(
                            is_good,
                            "step {at}: placed at {price} for {accepted}, {free} of {quantity}"
                        );
                        assert_eq!(total_minor, price * quantity * 100);
                        *held.entry(item).or_default() += quantity;
                    }
                    Verdict::Changed { quote } => {
                        assert!(!is_good, "step {at}: refused a good order: {quote:?}");
                        assert_eq!(quote.lines[0].available_milli, Some(free.min(*quantity) * 1000));
                    }
                    other => panic!("step {at}: {other:?}"),
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn i10_no_line_is_ever_placed_on_worse_terms_than_accepted(steps in proptest::collection::vec(step(), 1..25)) {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(run(&steps));
    }
}
