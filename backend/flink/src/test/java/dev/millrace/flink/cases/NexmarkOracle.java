package dev.millrace.flink.cases;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;

import dev.millrace.flink.cases.NexmarkEvents.Auction;
import dev.millrace.flink.cases.NexmarkEvents.Bid;
import dev.millrace.flink.cases.NexmarkEvents.Person;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The answers to the Nexmark queries by plain loops over all events, with nothing of Millrace or Flink in it. */
final class NexmarkOracle {
    private static final BigDecimal EURO = new BigDecimal("0.908");
    private static final Pattern CHANNEL = Pattern.compile("(&|^)channel_id=([^&]*)");
    private static final LocalDateTime MIDNIGHT = LocalDateTime.of(2015, 7, 15, 0, 0);
    private static final long TEN_SECONDS = 10_000;

    private final NexmarkEvents events;
    private final Map<Long, List<Bid>> bidsByAuction;

    NexmarkOracle(NexmarkEvents events) {
        this.events = events;
        this.bidsByAuction = events.bids().stream().collect(groupingBy(Bid::auction));
    }

    /** All rows of the final answer. */
    List<NexmarkRow> answer(String query) {
        return switch (query) {
            case "q0" -> events.bids().stream().map(b -> bid(b, new BigDecimal(b.price()))).toList();
            case "q1" -> events.bids().stream().map(b -> bid(b, euros(b))).toList();
            case "q2" -> events.bids().stream().filter(b -> b.auction() % 123 == 0).map(b -> NexmarkRow.of("auction", b.auction(), "price", b.price())).toList();
            case "q3" -> localItems();
            case "q4" -> averageByCategory();
            case "q5" -> hotItems();
            case "q7" -> highestBids();
            case "q8" -> newSellers();
            case "q9" -> winningBids();
            case "q11" -> sessions();
            case "q13" -> bidsWithSideInput();
            case "q14" -> dearBids();
            case "q15" -> ranks(Bid::day, (key, bids) -> List.of("day", key));
            case "q16" -> ranks(b -> b.channel() + "|" + b.day(), (key, bids) -> List.of("channel", bids.getFirst().channel(), "day", bids.getFirst().day(),
                    "minute", bids.stream().map(b -> b.dateTime().toLocalTime().toString().substring(0, 5)).max(Comparator.naturalOrder()).orElseThrow()));
            case "q17" -> prices();
            case "q18" -> lastBids();
            case "q19" -> topTen();
            case "q20" -> bidsInCategoryTen();
            case "q21" -> channels();
            case "q22" -> events.bids().stream().map(NexmarkOracle::folders).toList();
            case "q23" -> bidsOfSellers();
            default -> new NexmarkPatterns(events).answer(query);
        };
    }

    private static NexmarkRow bid(Bid b, BigDecimal price) {
        return NexmarkRow.of("auction", b.auction(), "bidder", b.bidder(), "price", price, "dateTime", b.dateTime(), "extra", b.extra());
    }

    private static BigDecimal euros(Bid b) {
        return EURO.multiply(BigDecimal.valueOf(b.price()));
    }

    private List<NexmarkRow> localItems() {
        var rows = new ArrayList<NexmarkRow>();
        for (Auction a : events.auctions()) {
            for (Person p : events.persons()) {
                if (a.category() == 10 && a.seller() == p.id() && Set.of("OR", "ID", "CA").contains(p.state())) {
                    rows.add(NexmarkRow.of("name", p.name(), "city", p.city(), "state", p.state(), "id", a.id()));
                }
            }
        }
        return rows;
    }

    /** The highest of the earliest, of those bids that came while the auction was open. */
    private Optional<Bid> winner(Auction auction) {
        return bidsByAuction.getOrDefault(auction.id(), List.of()).stream().filter(auction::takes)
                .min(comparing(Bid::price, Comparator.reverseOrder()).thenComparing(Bid::dateTime));
    }

    private List<NexmarkRow> averageByCategory() {
        var prices = new TreeMap<Long, List<Long>>();
        events.auctions().forEach(a -> winner(a).ifPresent(b -> prices.computeIfAbsent(a.category(), c -> new ArrayList<>()).add(b.price())));
        var rows = new ArrayList<NexmarkRow>();
        prices.forEach((category, all) -> rows.add(NexmarkRow.of("id", category, "final", all.stream().mapToLong(p -> p).sum() / all.size())));
        return rows;
    }

    private List<NexmarkRow> hotItems() {
        var counts = new TreeMap<Long, Map<Long, Long>>();
        for (Bid b : events.bids()) {
            long newest = Math.floorDiv(millis(b.dateTime()), 2_000) * 2_000;
            for (long start = newest; start > millis(b.dateTime()) - TEN_SECONDS; start -= 2_000) {
                counts.computeIfAbsent(start, s -> new TreeMap<>()).merge(b.auction(), 1L, Long::sum);
            }
        }
        var rows = new ArrayList<NexmarkRow>();
        for (Map<Long, Long> window : counts.values()) {
            long most = window.values().stream().max(Comparator.naturalOrder()).orElseThrow();
            window.forEach((auction, num) -> {
                if (num == most) {
                    rows.add(NexmarkRow.of("auction", auction, "num", num));
                }
            });
        }
        return rows;
    }

    private List<NexmarkRow> highestBids() {
        var highest = new TreeMap<Long, Long>();
        events.bids().forEach(b -> highest.merge(millis(b.dateTime()) / TEN_SECONDS * TEN_SECONDS, b.price(), Math::max));
        var rows = new ArrayList<NexmarkRow>();
        highest.forEach((start, price) -> {
            for (Bid b : events.bids()) {
                if (b.price() == price && millis(b.dateTime()) >= start && millis(b.dateTime()) <= start + TEN_SECONDS) {
                    rows.add(bid(b, BigDecimal.valueOf(b.price())));
                }
            }
        });
        return rows;
    }

    private List<NexmarkRow> newSellers() {
        var sellers = new HashSet<String>();
        events.auctions().forEach(a -> sellers.add(a.seller() + " in " + millis(a.dateTime()) / TEN_SECONDS));
        return events.persons().stream().filter(p -> sellers.contains(p.id() + " in " + millis(p.dateTime()) / TEN_SECONDS))
                .map(p -> NexmarkRow.of("id", p.id(), "name", p.name(), "stime", time(millis(p.dateTime()) / TEN_SECONDS * TEN_SECONDS))).distinct().toList();
    }

    private List<NexmarkRow> winningBids() {
        var rows = new ArrayList<NexmarkRow>();
        for (Auction a : events.auctions()) {
            winner(a).ifPresent(b -> rows.add(NexmarkRow.of("id", a.id(), "itemName", a.itemName(), "description", a.description(), "initialBid",
                    a.initialBid(), "reserve", a.reserve(), "dateTime", a.dateTime(), "expires", a.expires(), "seller", a.seller(), "category",
                    a.category(), "extra", a.extra(), "auction", b.auction(), "bidder", b.bidder(), "price", b.price(), "bid_dateTime", b.dateTime(),
                    "bid_extra", b.extra())));
        }
        return rows;
    }

    /** A pause of exactly ten seconds does not yet end a session. */
    private List<NexmarkRow> sessions() {
        var rows = new ArrayList<NexmarkRow>();
        events.bids().stream().collect(groupingBy(Bid::bidder)).forEach((bidder, bids) -> {
            LocalDateTime start = bids.getFirst().dateTime();
            LocalDateTime last = start;
            long count = 0;
            for (Bid b : bids) {
                if (Duration.between(last, b.dateTime()).toMillis() > TEN_SECONDS) {
                    rows.add(session(bidder, count, start, last));
                    start = b.dateTime();
                    count = 0;
                }
                last = b.dateTime();
                count++;
            }
            rows.add(session(bidder, count, start, last));
        });
        return rows;
    }

    private static NexmarkRow session(long bidder, long count, LocalDateTime start, LocalDateTime last) {
        return NexmarkRow.of("bidder", bidder, "bid_count", count, "starttime", start, "endtime", last.plusSeconds(10));
    }

    /** The side table of q13 has the keys from 0 to 9999 but for the multiples of this, so that some bids find nothing. */
    static final int NOT_IN_SIDE_INPUT = 3;

    private List<NexmarkRow> bidsWithSideInput() {
        return events.bids().stream().filter(b -> b.auction() % 10_000 % NOT_IN_SIDE_INPUT != 0)
                .map(b -> NexmarkRow.of("auction", b.auction(), "bidder", b.bidder(), "price", b.price(), "dateTime", b.dateTime(), "value", "side " + b.auction() % 10_000)).toList();
    }

    private List<NexmarkRow> dearBids() {
        var rows = new ArrayList<NexmarkRow>();
        for (Bid b : events.bids()) {
            if (euros(b).compareTo(BigDecimal.valueOf(1_000_000)) > 0 && euros(b).compareTo(BigDecimal.valueOf(50_000_000)) < 0) {
                int hour = b.dateTime().getHour();
                String time = hour >= 8 && hour <= 18 ? "dayTime" : hour <= 6 || hour >= 20 ? "nightTime" : "otherTime";
                rows.add(NexmarkRow.of("auction", b.auction(), "bidder", b.bidder(), "price", euros(b), "bidTimeType", time, "dateTime", b.dateTime(),
                        "extra", b.extra(), "c_counts", b.extra().chars().filter(c -> c == 'c').count()));
            }
        }
        return rows;
    }

    private interface Head {
        List<Object> of(String key, List<Bid> bids);
    }

    /** Counts of bids, bidders and auctions, of all and of each of three ranks of price. */
    private List<NexmarkRow> ranks(Function<Bid, String> key, Head head) {
        var rows = new ArrayList<NexmarkRow>();
        events.bids().stream().collect(groupingBy(key)).forEach((value, bids) -> {
            var fields = new ArrayList<>(head.of(value, bids));
            counts(bids, "total", fields);
            for (int rank = 1; rank <= 3; rank++) {
                int wanted = rank;
                counts(bids.stream().filter(b -> rank(b) == wanted).toList(), "rank" + rank, fields);
            }
            rows.add(NexmarkRow.of(fields.toArray()));
        });
        return rows;
    }

    private static void counts(List<Bid> bids, String name, List<Object> into) {
        into.addAll(List.of(name + "_bids", bids.size(), name + "_bidders", distinct(bids, Bid::bidder), name + "_auctions", distinct(bids, Bid::auction)));
    }

    private static long distinct(List<Bid> bids, ToLongFunction<Bid> column) {
        return bids.stream().mapToLong(column).distinct().count();
    }

    private static int rank(Bid b) {
        return b.price() < 10_000 ? 1 : b.price() < 1_000_000 ? 2 : 3;
    }

    private List<NexmarkRow> prices() {
        var rows = new ArrayList<NexmarkRow>();
        events.bids().stream().collect(groupingBy(b -> b.auction() + "|" + b.day())).forEach((key, bids) -> {
            var all = bids.stream().mapToLong(Bid::price).summaryStatistics();
            rows.add(NexmarkRow.of("auction", bids.getFirst().auction(), "day", bids.getFirst().day(), "total_bids", bids.size(),
                    "rank1_bids", bids.stream().filter(b -> rank(b) == 1).count(), "rank2_bids", bids.stream().filter(b -> rank(b) == 2).count(),
                    "rank3_bids", bids.stream().filter(b -> rank(b) == 3).count(), "min_price", all.getMin(), "max_price", all.getMax(),
                    "avg_price", all.getSum() / all.getCount(), "sum_price", all.getSum()));
        });
        return rows;
    }

    private static Stream<Object> whole(Bid b) {
        return Stream.of("auction", b.auction(), "bidder", b.bidder(), "price", b.price(), "channel", b.channel(), "url", b.url(), "dateTime", b.dateTime(),
                "extra", b.extra());
    }

    private List<NexmarkRow> lastBids() {
        var last = new LinkedHashMap<String, Bid>();
        events.bids().forEach(b -> last.put(b.bidder() + "|" + b.auction(), b));
        return last.values().stream().map(b -> NexmarkRow.of(whole(b).toArray())).toList();
    }

    /** Of equal prices the earlier is the higher. */
    private List<NexmarkRow> topTen() {
        var rows = new ArrayList<NexmarkRow>();
        bidsByAuction.values().forEach(bids -> {
            List<Bid> best = bids.stream().sorted(comparing(Bid::price, Comparator.reverseOrder())).limit(10).toList();
            for (int i = 0; i < best.size(); i++) {
                rows.add(NexmarkRow.of(Stream.concat(whole(best.get(i)), Stream.of("rank_number", i + 1)).toArray()));
            }
        });
        return rows;
    }

    private List<NexmarkRow> bidsInCategoryTen() {
        var rows = new ArrayList<NexmarkRow>();
        for (Auction a : events.auctions()) {
            if (a.category() == 10) {
                bidsByAuction.getOrDefault(a.id(), List.of()).forEach(b -> rows.add(NexmarkRow.of("auction", b.auction(), "bidder", b.bidder(), "price",
                        b.price(), "channel", b.channel(), "url", b.url(), "bid_dateTime", b.dateTime(), "bid_extra", b.extra(), "itemName", a.itemName(),
                        "description", a.description(), "initialBid", a.initialBid(), "reserve", a.reserve(), "auction_dateTime", a.dateTime(),
                        "expires", a.expires(), "seller", a.seller(), "category", a.category(), "auction_extra", a.extra())));
            }
        }
        return rows;
    }

    private List<NexmarkRow> channels() {
        Map<String, String> known = Map.of("apple", "0", "google", "1", "facebook", "2", "baidu", "3");
        var rows = new ArrayList<NexmarkRow>();
        for (Bid b : events.bids()) {
            Matcher inAddress = CHANNEL.matcher(b.url());
            String id = known.get(b.channel().toLowerCase());
            if (id == null && inAddress.find()) {
                id = inAddress.group(2);
            }
            if (id != null) {
                rows.add(NexmarkRow.of("auction", b.auction(), "bidder", b.bidder(), "price", b.price(), "channel", b.channel(), "channel_id", id));
            }
        }
        return rows;
    }

    private static NexmarkRow folders(Bid b) {
        String[] parts = b.url().split("/", -1);
        return NexmarkRow.of("auction", b.auction(), "bidder", b.bidder(), "price", b.price(), "channel", b.channel(), "dir1", parts[3], "dir2", parts[4],
                "dir3", parts[5]);
    }

    private List<NexmarkRow> bidsOfSellers() {
        var persons = new HashMap<Long, Person>();
        events.persons().forEach(p -> persons.put(p.id(), p));
        Map<Long, List<Auction>> bySeller = events.auctions().stream().collect(groupingBy(Auction::seller));
        var rows = new ArrayList<NexmarkRow>();
        for (Bid b : events.bids()) {
            Person p = persons.get(b.bidder());
            for (Auction a : p == null ? List.<Auction>of() : bySeller.getOrDefault(b.bidder(), List.of())) {
                rows.add(NexmarkRow.of("bidder", b.bidder(), "price", b.price(), "channel", b.channel(), "url", b.url(), "bid_extra", b.extra(), "person_id",
                        p.id(), "name", p.name(), "emailAddress", p.emailAddress(), "creditCard", p.creditCard(), "city", p.city(), "state", p.state(),
                        "person_extra", p.extra(), "itemName", a.itemName(), "description", a.description(), "initialBid", a.initialBid(), "reserve",
                        a.reserve(), "auction_dateTime", a.dateTime(), "expires", a.expires(), "seller", a.seller(), "category", a.category(),
                        "auction_extra", a.extra()));
            }
        }
        return rows;
    }

    private static long millis(LocalDateTime time) {
        return Duration.between(MIDNIGHT, time).toMillis();
    }

    private static LocalDateTime time(long millis) {
        return MIDNIGHT.plus(Duration.ofMillis(millis));
    }
}
