package dev.millrace.ui;

import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.dependency.NpmPackage;
import com.vaadin.flow.component.react.ReactAdapterComponent;

@Tag("millrace-probe")
@JsModule("./canvas/probe.tsx")
@NpmPackage(value = "@xyflow/react", version = "12.12.1")
@NpmPackage(value = "elkjs", version = "0.12.1")
@NpmPackage(value = "uplot", version = "1.6.32")
@NpmPackage(value = "codemirror", version = "6.0.2")
@NpmPackage(value = "@codemirror/lang-sql", version = "6.10.0")
class CanvasProbe extends ReactAdapterComponent {}
