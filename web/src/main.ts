/**
 * Starts the page.
 *
 * @module
 */
import "./styles/tokens.css";
import "./styles/base.css";
import { mount } from "svelte";
import { config } from "zod";
import App from "./App.svelte";
import { Dashboard } from "./lib/dashboard.svelte.ts";

// The page's content security policy forbids code made from strings.
config({ jitless: true });

const dashboard = new Dashboard();
mount(App, { target: document.getElementById("app")!, props: { dashboard } });
dashboard.start();
