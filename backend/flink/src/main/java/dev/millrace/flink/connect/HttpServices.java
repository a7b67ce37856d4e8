package dev.millrace.flink.connect;

import dev.millrace.flink.type.FlinkTypes;
import dev.millrace.rel.Write;
import dev.millrace.runtime.http.HttpAddress;
import dev.millrace.runtime.http.HttpRows;
import java.util.Map;
import java.util.TreeSet;

/** The services that pipelines may call over HTTP, by the name under which they are set up. Pipelines can name no other. */
public record HttpServices(Map<String, HttpAddress> byName) {
    public static final HttpServices NONE = new HttpServices(Map.of());

    public HttpServices {
        byName = Map.copyOf(byName);
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
}
