package dev.millrace.server.rest;

import dev.millrace.server.design.Author;
import dev.millrace.server.preview.Preview;
import dev.millrace.server.preview.RowJson;
import dev.millrace.server.templates.Expectations;
import dev.millrace.server.templates.RowCheck;
import dev.millrace.server.templates.Template;
import dev.millrace.server.templates.Templates;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The rows that the newest version of a template is expected to give: read, kept, and held against what it gives now. */
@RestController
@RequestMapping("/api/v1/templates/{id}/expected-rows")
@Tag(name = "Templates")
class ExpectedRequests {
    private final Templates templates;
    private final Expectations expectations;

    ExpectedRequests(Templates templates, Expectations expectations) {
        this.templates = templates;
        this.expectations = expectations;
    }

    /** @param version of the template @param by who kept them */
    record Body(int version, int count, String by, Instant at, List<Output> outputs) {
        static Body of(Template template, Expectations.Kept kept) {
            return new Body(template.version(), kept.rows(), kept.by(), kept.at(),
                    kept.expected().rows().entrySet().stream().map(e -> new Output(e.getKey().toString(), OfRow.of(e.getValue()))).toList());
        }
    }

    /** @param output the node and its output, as in a document */
    record Output(String output, List<OfRow> rows) {}

    /** @param kind +I, -U, +U or -D */
    record OfRow(String kind, JsonNode row) {
        static List<OfRow> of(List<Preview.Row> rows) {
            return rows.stream().map(r -> new OfRow(r.kind(), RowJson.read(r.json()))).toList();
        }
    }

    /** @param failure why nothing can be said; null where something can */
    record Checked(boolean asExpected, String failure, List<OfOutput> outputs) {
        static Checked of(RowCheck check) {
            return new Checked(check.isAsExpected(), check.failure().isEmpty() ? null : check.failure(), check.outputs().stream().map(OfOutput::of).toList());
        }
    }

    /**
     * @param missing the first rows that were expected and did not come
     * @param more the first that came and were not expected
     */
    record OfOutput(String output, int expected, long found, int differences, List<OfRow> missing, List<OfRow> more) {
        static OfOutput of(RowCheck.OfOutput o) {
            return new OfOutput(o.output(), o.expected(), o.found(), o.differences(), OfRow.of(o.missing()), OfRow.of(o.more()));
        }
    }

    @GetMapping
    @Operation(summary = "The rows that the newest version is expected to give for the sample that is kept with them")
    Body read(@PathVariable String id, Principal caller) {
        Template template = templates.get(id, caller.getName());
        return expectations.of(template).map(kept -> Body.of(template, kept)).orElseThrow(ExpectedRequests::none);
    }

    @PutMapping
    @Operation(summary = "Keep a sample and the rows that the newest version gives for it now, in place of those before. For its author and administrators")
    Body keep(@PathVariable String id, Principal caller) {
        Template template = templates.get(id, caller.getName());
        return Body.of(template, expectations.keep(template, Author.of(caller.getName())));
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Expect no rows any more. For its author and administrators")
    void forget(@PathVariable String id, Principal caller) {
        if (!expectations.forget(templates.get(id, caller.getName()), Author.of(caller.getName()))) {
            throw none();
        }
    }

    @PostMapping("/check")
    @Operation(summary = "Run the sample again, here and now, and tell every row that is missing or new")
    Checked check(@PathVariable String id, Principal caller) {
        Template template = templates.get(id, caller.getName());
        if (expectations.of(template).isEmpty()) {
            throw none();
        }
        return Checked.of(expectations.check(template));
    }

    private static NoSuchThing none() {
        return new NoSuchThing("No rows are expected of the newest version. PUT here keeps those that it gives now");
    }
}
