package dev.millrace.runtime.demo;

import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;

/**
 * Clicks in a shop, one every nine seconds, up to twelve seconds out of order. Twenty visitors are there in each half hour, who click every
 * three minutes: some buy, some put things into the cart and leave, some look around, one goes away for a while and comes back. Where one has
 * left, a guest looks at the start page once.
 */
final class Clicks implements DemoRows {
    private static final long serialVersionUID = 1L;
    private static final long STEP = 9_000;
    private static final int DISORDER = 12_000;
    private static final int AT_ONCE = 20;
    private static final int CLICKS = 10;
    private static final int VISITORS = 300;
    private static final StringData HOME = DemoRows.text("home");
    private static final StringData SEARCH = DemoRows.text("search");
    private static final StringData PRODUCT = DemoRows.text("product");
    private static final StringData CART = DemoRows.text("cart");
    private static final StringData CHECKOUT = DemoRows.text("checkout");
    private static final StringData PAID = DemoRows.text("paid");
    private static final StringData[] BUYS = {HOME, SEARCH, PRODUCT, PRODUCT, CART, CHECKOUT, PAID};
    private static final StringData[] LEAVES_CART = {HOME, PRODUCT, PRODUCT, CART};
    private static final StringData[] LOOKS = {HOME, SEARCH, PRODUCT, SEARCH, PRODUCT, PRODUCT};
    private static final StringData[] COMES_BACK = {HOME, PRODUCT, null, null, null, null, CART, CHECKOUT, PAID};
    private static final StringData[] ONE_LOOK = {HOME};
    private static final StringData[][] PLANS = {BUYS, BUYS, LEAVES_CART, LEAVES_CART, LEAVES_CART, COMES_BACK, LOOKS, LOOKS, LOOKS, ONE_LOOK};
    private static final StringData[] DEVICES = DemoRows.texts("phone", "laptop", "tablet");

    @Override
    public GenericRowData at(long index) {
        long visit = index / (AT_ONCE * CLICKS) * AT_ONCE + index % AT_ONCE;
        int click = (int) (index % (AT_ONCE * CLICKS)) / AT_ONCE;
        long random = Chance.at(index);
        long mind = Chance.at(-visit - 2);
        StringData[] plan = PLANS[Chance.below(mind, 0, PLANS.length)];
        boolean there = click < plan.length && plan[click] != null;
        return GenericRowData.of(DemoRows.text(there ? "visitor-" + (1 + visit % VISITORS) : "guest-" + index),
                DemoRows.time(BEGIN + index * STEP - Chance.below(random, 0, DISORDER)), there ? plan[click] : HOME,
                DEVICES[Chance.below(there ? mind : random, 32, DEVICES.length)]);
    }
}
