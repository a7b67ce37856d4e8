package dev.millrace.server.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.millrace.server.connections.Connection;
import dev.millrace.server.connections.ConnectionCheck;
import dev.millrace.server.connections.Connections;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Locale;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Kafka and Flink as they are set up, and whether they can be reached. Passwords are not told. */
@RestController
@RequestMapping("/api/v1/connections")
@Tag(name = "Connections")
class ConnectionRequests {
    private final Connections connections;

    ConnectionRequests(Connections connections) {
        this.connections = connections;
    }

    /** @param system kafka or flink @param cluster the name under which it is set up */
    record ConnectionBody(String name, String system, String cluster, String address) {}

    /**
     * @param works whether pipelines can run with it
     * @param cause none, bad-address, unknown-host, nothing-listens, no-answer, something-else, tls-expected, tls-not-expected, certificate-not-trusted,
     *     certificate-wanted, sign-in-expected, sign-in-not-expected, other-mechanism, sign-in-refused, broker-unreachable, other-version or refused
     * @param finding one sentence that says it
     * @param hint what to do; left out where nothing is to be done
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record CheckBody(String name, String address, boolean works, String cause, String finding, String hint, List<ConnectionCheck.Fact> facts, long tookMillis) {
        static CheckBody of(ConnectionCheck c) {
            return new CheckBody(c.name(), c.address(), c.works(), c.cause().name().toLowerCase(Locale.ROOT).replace('_', '-'), c.finding(), c.hint(), c.facts(), c.took().toMillis());
        }
    }

    @GetMapping
    @Operation(summary = "The connections that are set up")
    List<ConnectionBody> list() {
        return connections.all().stream().map(c -> new ConnectionBody(c.name(), c.kind().name().toLowerCase(Locale.ROOT), c.cluster(), c.address())).toList();
    }

    @PostMapping("/{name}/check")
    @Operation(summary = "Try to reach it; answers within 15 seconds with what was found")
    CheckBody check(@PathVariable String name) {
        return CheckBody.of(connections.find(name).map(Connection::check).orElseThrow(() -> new NoSuchThing("There is no connection '" + name + "'; there are "
                + String.join(" and ", connections.all().stream().map(Connection::name).toList()))));
    }
}
