package dev.millrace.ui.printed;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import dev.millrace.server.deployment.PrintedRow;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Rows that a job logs, the newest on top. */
@Tag("millrace-printed-rows")
@JsModule("./printed/printed-rows.ts")
final class PrintedTable extends Component {
    private static final JsonMapper JSON = new JsonMapper();

    private record Line(long at, String kind, String row) {}

    PrintedTable(String label) {
        getElement().setAttribute("label", label);
        getElement().setAttribute("role", "region");
        getElement().setAttribute("aria-label", label);
        getElement().setAttribute("tabindex", "0");
    }

    /** @param rows oldest first */
    void show(List<PrintedRow> rows) {
        getElement().callJsFunction("show", JSON.writeValueAsString(rows.stream().map(r -> new Line(r.at().toEpochMilli(), r.kind(), r.row())).toList()));
    }
}
