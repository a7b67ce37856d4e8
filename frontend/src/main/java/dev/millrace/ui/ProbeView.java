package dev.millrace.ui;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.Route;

@Route("probe")
public class ProbeView extends Div {
    public ProbeView() { add(new CanvasProbe()); }
}
