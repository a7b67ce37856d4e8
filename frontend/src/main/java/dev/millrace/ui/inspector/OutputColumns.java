package dev.millrace.ui.inspector;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Span;
import dev.millrace.compile.Compilation;
import dev.millrace.compile.Compiler;
import dev.millrace.compile.Renaming;
import dev.millrace.kind.Port;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PipelineEdit;
import dev.millrace.pipeline.PortRef;
import dev.millrace.schema.Column;
import dev.millrace.schema.Schema;
import dev.millrace.ui.rename.RenameColumn;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The columns that leave a node, by output, each of which can be given another name. */
final class OutputColumns extends Div {
    private final transient Compiler compiler;
    private final transient Renaming renaming;
    private final transient Supplier<Compilation> newest;
    private final transient Consumer<PipelineEdit> edit;
    private final transient BiConsumer<NodeId, String> go;
    private transient NodeId shown;
    private transient PortRef renamingAt;
    private String renamingColumn;

    /**
     * @param newest what the drawing means now
     * @param edit takes a renaming
     * @param go shows a setting of a node
     */
    OutputColumns(Compiler compiler, Renaming renaming, Supplier<Compilation> newest, Consumer<PipelineEdit> edit, BiConsumer<NodeId, String> go) {
        this.compiler = compiler;
        this.renaming = renaming;
        this.newest = newest;
        this.edit = edit;
        this.go = go;
        addClassName("node-outputs");
    }

    /** Those of a node. A name that is being typed stays, as long as its node is shown and the column is there. */
    void show(NodeId node, Compilation compilation) {
        if (node.equals(shown) && renamingAt != null
                && Optional.ofNullable(compilation.schemas().get(renamingAt)).flatMap(s -> s.column(renamingColumn)).isPresent()) {
            return;
        }
        shown = node;
        renamingAt = null;
        removeAll();
        compilation.pipeline().node(node).ifPresent(drawn -> compiler.kinds().ports(drawn).outputs().forEach(port -> {
            var ref = new PortRef(node, port.name());
            Schema schema = compilation.schemas().get(ref);
            if (schema != null) {
                add(new H3("Columns of " + port.name()), columns(schema, port.role() == Port.Role.REJECTED ? Optional.empty() : Optional.of(ref)));
            }
        }));
    }

    /** Another node comes, or the same anew: what was being typed is given up. */
    void forget() {
        shown = null;
        renamingAt = null;
    }

    /** @param renamed where columns can be given other names from here */
    private Div columns(Schema schema, Optional<PortRef> renamed) {
        var list = new Div();
        list.addClassName("columns");
        for (Column column : schema.columns()) {
            var row = new Div(new Span(column.name()), new Span(column.type() + (column.nullable() ? "" : " NOT NULL")
                    + (schema.eventTime().filter(column.name()::equals).isPresent() ? ", event time" : "")));
            renamed.ifPresent(output -> {
                var button = new Button("Rename", e -> rename(output, column.name()));
                button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
                button.setAriaLabel("Rename column " + column.name() + " of " + output.port());
                button.addClassName("rename-button");
                row.addComponentAtIndex(1, button);
            });
            list.add(row);
        }
        return list;
    }

    private void rename(PortRef output, String column) {
        showAnew();
        renamingAt = output;
        renamingColumn = column;
        var form = new RenameColumn(renaming, compiler.kinds(), newest, output, column, renames -> {
            renamingAt = null;
            edit.accept(renames);
        }, go, this::showAnew);
        addComponentAsFirst(form);
        form.focus();
        form.scrollIntoView();
    }

    private void showAnew() {
        renamingAt = null;
        show(shown, newest.get());
    }
}
