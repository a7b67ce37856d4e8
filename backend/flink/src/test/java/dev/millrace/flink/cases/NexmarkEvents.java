package dev.millrace.flink.cases;

import java.io.IOException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The events of an auction house, in the order in which they happened. */
record NexmarkEvents(List<Person> persons, List<Auction> auctions, List<Bid> bids) {
    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");
    private static final ObjectMapper JSON = new ObjectMapper();

    record Person(long id, String name, String emailAddress, String creditCard, String city, String state, LocalDateTime dateTime, String extra) {}

    record Auction(long id, String itemName, String description, long initialBid, long reserve, LocalDateTime dateTime, LocalDateTime expires,
            long seller, long category, String extra) {
        /** Whether the bid is on this auction and came while it was open. */
        boolean takes(Bid bid) {
            return bid.auction == id && !bid.dateTime.isBefore(dateTime) && !bid.dateTime.isAfter(expires);
        }
    }

    record Bid(long auction, long bidder, long price, String channel, String url, LocalDateTime dateTime, String extra) {
        String day() {
            return dateTime.toLocalDate().toString();
        }
    }

    static List<String> lines() throws IOException {
        return CasesCluster.lines("events-20k.jsonl.gz");
    }

    /** An event of no type that any query asks for, so late that every window before it closes. */
    static String flush() {
        return JSON.writeValueAsString(Map.of("event_type", 9, "bid", Map.of("dateTime", "2015-07-15 01:00:00.000")));
    }

    static NexmarkEvents read() throws IOException {
        var events = new NexmarkEvents(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (String line : lines()) {
            JsonNode event = JSON.readTree(line);
            switch (event.path("event_type").asInt()) {
                case 0 -> events.persons.add(person(event.path("person")));
                case 1 -> events.auctions.add(auction(event.path("auction")));
                default -> events.bids.add(bid(event.path("bid")));
            }
        }
        return events;
    }

    private static Person person(JsonNode p) {
        return new Person(p.path("id").asLong(), text(p, "name"), text(p, "emailAddress"), text(p, "creditCard"), text(p, "city"),
                text(p, "state"), time(p, "dateTime"), text(p, "extra"));
    }

    private static Auction auction(JsonNode a) {
        return new Auction(a.path("id").asLong(), text(a, "itemName"), text(a, "description"), a.path("initialBid").asLong(),
                a.path("reserve").asLong(), time(a, "dateTime"), time(a, "expires"), a.path("seller").asLong(), a.path("category").asLong(),
                text(a, "extra"));
    }

    private static Bid bid(JsonNode b) {
        return new Bid(b.path("auction").asLong(), b.path("bidder").asLong(), b.path("price").asLong(), text(b, "channel"), text(b, "url"),
                time(b, "dateTime"), text(b, "extra"));
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString();
    }

    private static LocalDateTime time(JsonNode node, String field) {
        return LocalDateTime.parse(text(node, field), TIME);
    }
}
