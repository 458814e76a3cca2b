// The panel in which an API is built, by role and name.

import { expect } from '@playwright/test';

export class ApiPage {
  constructor(page) {
    this.page = page;
    this.map = page.getByRole('main', { name: 'Map of the system' });
    this.panel = page.getByRole('complementary', { name: 'Inspector' });
    this.standing = this.panel.getByRole('region', { name: 'Deployment' });
    this.path = this.panel.getByPlaceholder('/users/{id}');
  }

  /** Makes an empty API from the panel of the learner's tab. */
  async create(name) {
    await this.map.getByRole('button', { name: /^You / }).first().click();
    await this.panel.getByRole('button', { name: 'Create a REST API' }).click();
    await this.panel.getByRole('textbox', { name: 'Name' }).fill(name);
    await this.panel.getByRole('button', { name: 'Create it' }).click();
    await expect(this.panel.getByRole('heading', { level: 2 })).toHaveText(name);
  }

  /** Selects an API on the map. */
  async open(name) {
    await this.map.getByRole('button', { name: new RegExp(`^${name} `) }).first().click();
    await expect(this.standing).toBeVisible();
  }

  /** Opens a part of the panel. */
  async tab(name) {
    await this.panel.getByRole('tab', { name }).click();
  }

  /** Fills the form for a route. */
  async beginRoute(verb, path, backend) {
    await this.panel.getByRole('button', { name: 'Add a route' }).click();
    await this.panel.getByRole('combobox', { name: 'Method' }).selectOption(verb);
    await this.path.fill(path);
    await this.panel.getByRole('combobox', { name: 'What answers' }).selectOption(backend);
  }

  /** Adds a route that a function answers. */
  async addRoute(verb, path, backend) {
    await this.beginRoute(verb, path, backend);
    await this.panel.getByRole('button', { name: `Add ${verb} ${path}`, exact: true }).click();
    await expect(this.route(path, verb)).toBeVisible();
  }

  /** A path's row. */
  row(path) {
    return this.panel.locator('.paths__one').filter({
      has: this.page.locator('.paths__path b', { hasText: new RegExp(`^${escaped(path)}$`) }),
    });
  }

  /** A route's row. */
  route(path, verb) {
    return this.row(path).locator('.verb__head').filter({ hasText: new RegExp(`^${verb}`) });
  }

  /** Lets pages of other origins call a path. */
  async enableCors(path) {
    const own = this.row(path);
    await own.getByRole('button', { name: 'Enable CORS' }).click();
    await own.getByRole('button', { name: 'Answer OPTIONS' }).click();
    await expect(own).toContainText('answers OPTIONS');
  }

  /** Deploys to the stage that is named. */
  async deploy() {
    await this.standing.getByRole('button', { name: /^Deploy to / }).click();
  }

  /** The address that is shown. */
  address() {
    return this.standing.locator('.api__address .mono').innerText();
  }

  /** Opens one of the calls that were made to the API, newest first. */
  async openCall(operation, index) {
    await this.open('UserAPI');
    await this.tab('Calls');
    await this.panel.locator('.calls button').filter({ hasText: operation }).nth(index).click();
  }
}

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
