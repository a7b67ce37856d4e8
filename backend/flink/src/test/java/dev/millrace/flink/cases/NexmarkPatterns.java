package dev.millrace.flink.cases;

import static java.util.stream.Collectors.groupingBy;

import dev.millrace.flink.cases.NexmarkEvents.Bid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The answers to the pattern queries of Nexmark by plain loops: from each bid on, what follows is looked at until the match is
 * found or cannot be. A bid that may yet begin a match when the bids end holds back all that begins after it.
 */
final class NexmarkPatterns {
    private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);
    private static final Outcome NONE = new Outcome(false, Optional.empty(), 0);
    private static final Outcome OPEN = new Outcome(true, Optional.empty(), 0);

    private final List<List<Bid>> series;

    NexmarkPatterns(NexmarkEvents events) {
        series = List.copyOf(events.bids().stream().collect(groupingBy(b -> b.auction() + "|" + b.bidder())).values());
    }

    /** @param next where the next match may begin */
    private record Outcome(boolean open, Optional<NexmarkRow> row, int next) {}

    private interface Attempt {
        Outcome from(List<Bid> bids, int first);
    }

    List<NexmarkRow> answer(String query) {
        return switch (query) {
            case "cep0" -> matches(NexmarkPatterns::falling);
            case "cep1" -> matches((bids, first) -> cheap(bids, first, true));
            case "cep2" -> matches((bids, first) -> cheap(bids, first, false));
            case "cep3" -> matches(NexmarkPatterns::drop);
            default -> throw new IllegalArgumentException("There is no independent answer to " + query);
        };
    }

    private List<NexmarkRow> matches(Attempt attempt) {
        var rows = new ArrayList<NexmarkRow>();
        for (List<Bid> bids : series) {
            int first = 0;
            while (first < bids.size()) {
                Outcome outcome = attempt.from(bids, first);
                if (outcome.open()) {
                    break;
                }
                outcome.row().ifPresent(rows::add);
                first = outcome.row().isPresent() ? outcome.next() : first + 1;
            }
        }
        return rows;
    }

    /** Lower and lower, and then above the last but one of the falling prices; the next may begin with that bid. */
    private static Outcome falling(List<Bid> bids, int first) {
        int last = first;
        while (last + 1 < bids.size() && bids.get(last + 1).price() < bids.get(last).price()) {
            last++;
        }
        int up = last + 1;
        if (up == bids.size()) {
            return OPEN;
        }
        boolean enough = last - first >= 2;
        if (!enough || bids.get(up).price() <= bids.get(last - 1).price()) {
            return NONE;
        }
        return new Outcome(false, Optional.of(NexmarkRow.of("auction", bids.get(first).auction(), "bidder", bids.get(first).bidder(), "start_tstamp",
                bids.get(first).dateTime(), "bottom_tstamp", bids.get(last).dateTime(), "end_tstamp", bids.get(up).dateTime())), up);
    }

    /** As long as the average stays below 10,000, and one bid more that ends it. */
    private static Outcome cheap(List<Bid> bids, int first, boolean pastLast) {
        long sum = 0;
        int end = first;
        while (end < bids.size() && sum + bids.get(end).price() < 10_000L * (end - first + 1)) {
            sum += bids.get(end).price();
            end++;
        }
        if (end == bids.size()) {
            return OPEN;
        }
        if (end == first) {
            return NONE;
        }
        return new Outcome(false, Optional.of(NexmarkRow.of("auction", bids.get(first).auction(), "bidder", bids.get(first).bidder(), "start_tstamp",
                bids.get(first).dateTime(), "end_tstamp", bids.get(end - 1).dateTime(), "avg_price", sum / (end - first))), pastLast ? end + 1 : first + 1);
    }

    /** Bids near or above the first, and then one that is lower by more than 50; five seconds after the first nothing is open any more. */
    private static Outcome drop(List<Bid> bids, int first) {
        Bid high = bids.get(first);
        int low = first + 1;
        while (low < bids.size() && bids.get(low).price() > high.price() - 50) {
            low++;
        }
        if (low == bids.size() || bids.get(low).price() == high.price() - 50
                || Duration.between(high.dateTime(), bids.get(low).dateTime()).compareTo(FIVE_SECONDS) >= 0) {
            return NONE;
        }
        return new Outcome(false, Optional.of(NexmarkRow.of("auction", high.auction(), "bidder", high.bidder(), "drop_time", bids.get(low).dateTime(),
                "drop_diff", high.price() - bids.get(low).price())), low + 1);
    }
}
