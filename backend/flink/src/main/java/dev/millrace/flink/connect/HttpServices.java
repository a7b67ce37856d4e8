package dev.millrace.flink.connect;

import dev.millrace.flink.plan.Connectors;
import dev.millrace.flink.type.FlinkTypes;
import dev.millrace.rel.HttpLookup;
import dev.millrace.rel.Lookup;
import dev.millrace.rel.Write;
import dev.millrace.runtime.http.AskFunction;
import dev.millrace.runtime.http.AskSettings;
import dev.millrace.runtime.http.HttpAddress;
import dev.millrace.runtime.http.HttpRows;
import dev.millrace.schema.Schema;
import dev.millrace.server.outside.OutsideServices;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.data.RowData;

/** The services that pipelines may call over HTTP, by the name under which they are set up. Pipelines can name no other. */
public record HttpServices(Map<String, HttpAddress> byName) {
    public static final HttpServices NONE = new HttpServices(Map.of());

    public HttpServices {
        byName = Map.copyOf(byName);
    }

    /** @throws IllegalStateException where one of them has no address, or headers that cannot be sent; says which, and no secret */
    public static HttpServices of(OutsideServices services) {
        var addresses = new TreeMap<String, HttpAddress>();
        services.http().forEach((name, service) -> {
            try {
                addresses.put(name, new HttpAddress(service.url() == null ? "" : service.url(), service.headers()));
            } catch (IllegalArgumentException e) {
                throw new IllegalStateException("millrace.http." + name + ": " + e.getMessage());
            }
        });
        return new HttpServices(addresses);
    }

    /** @throws IllegalArgumentException with a sentence for people */
    private HttpAddress address(String service) {
        HttpAddress address = byName.get(service);
        if (address == null) {
            throw new IllegalArgumentException("No service '" + service + "' is set up" + (byName.isEmpty()
                    ? ". Set millrace.http." + service + ".url where Millrace is started"
                    : "; there is " + String.join(", ", new TreeSet<>(byName.keySet()))));
        }
        return address;
    }

    HttpRows sink(Write.HttpWrite write) {
        return new HttpRows(address(write.service()), write.method(), FlinkTypes.row(write.in().schema()), write.together(), write.timeout(),
                write.tries(), write.firstWait(), write.dropsRefused());
    }

    Connectors.Looked ask(DataStream<RowData> rows, HttpLookup lookup) {
        Schema in = lookup.in().schema();
        var added = lookup.added().stream().map(name -> lookup.schema().column(name).orElseThrow()).toList();
        var path = lookup.path().stream().map(part -> switch (part) {
            case HttpLookup.Part.Literal(String text) -> new AskSettings.Piece(text, -1);
            case HttpLookup.Part.Value(String column) -> new AskSettings.Piece("", in.names().indexOf(column));
        }).toList();
        var kept = lookup.remembering();
        var asking = lookup.asking();
        var settings = new AskSettings(address(lookup.service()), FlinkTypes.row(in), path, FlinkTypes.row(Schema.of(added)), lookup.missingIsEmpty(),
                kept.rows(), kept.keepFor(), asking.atOnce(), asking.timeout(), asking.tries(), lookup.breaker().failures(), lookup.breaker().pause(),
                asking.stops());
        var parted = AskFunction.ask(rows, settings, FlinkTypes.row(lookup.schema()), FlinkTypes.row(Lookup.failed(in)));
        return new Connectors.Looked(parted.rows(), parted.failed());
    }
}
