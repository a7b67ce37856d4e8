-- What people called the node when the alert began; of alerts from before, and of those about a whole pipeline, it is not known.
alter table alert add column node_name text;
