-- The products and offers of a family lie side by side in the order of their keys: `base`, `base#…`. Indexes of their own
-- were two of the five trees that an import writes all over the place.
DROP INDEX product_by_base;
DROP INDEX offer_by_base;
