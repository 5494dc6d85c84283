import { named } from './calendar';
import type { Note } from './calls';
import { AccountRules, complaintsOfAbsence, complaintsOfAccess, complaintsOfTries } from './accountRules';
import { accountIds, type AccountId } from './events';
import { PlaceRules } from './placeRules';
import { habits, serviceIds, type ServiceId } from './plan';
import { endOf, storyOf, type Story, type Visit } from './visits';
import type { Week } from './week';

/** Looks at each call of the week and asks what it was made for. */
export class Checker {
  readonly story: Story;
  readonly places: Readonly<Record<ServiceId, PlaceRules>>;
  private readonly accounts: Readonly<Record<AccountId, AccountRules>>;
  private readonly others: string[] = [];
  /** Places that were not well, and have not been called with success since. */
  private readonly unwell = new Set<ServiceId>();

  constructor(private readonly week: Week) {
    this.story = storyOf(week.diary);
    const rules = (service: ServiceId) =>
      new PlaceRules(
        service,
        week.tasks.filter(task => task.service === service),
      );
    this.places = {
      cdn: rules('cdn'),
      cloudFirewall: rules('cloudFirewall'),
      bls: rules('bls'),
      hss: rules('hss'),
    };
    this.accounts = {
      ali: new AccountRules('ali'),
      bai: new AccountRules('bai'),
      hua: new AccountRules('hua'),
    };
    for (const act of this.story.acts) {
      if (act.kind === 'visit') this.visit(act);
      else this.hear(act);
    }
  }

  /** All that the policy does not explain. */
  complaints(): string[] {
    const { calls, entries } = this.week.diary;
    const { again, access, strays } = this.story;
    const notes = entries.filter(entry => entry.kind !== 'call');
    return [
      ...serviceIds.flatMap(service => this.places[service].complaints),
      ...accountIds.flatMap(account => this.accounts[account].complaints),
      ...this.others,
      ...complaintsOfTries(again, visit => this.places[visit.service].isWaitedFor(visit)),
      ...complaintsOfAccess(access, calls, notes),
      ...complaintsOfAbsence(calls),
      ...this.complaintsOfCommands(notes),
      ...strays.map(({ at, service, reason }) => `${named(at)} ${service}: ${reason} of nothing`),
      ...calls
        .filter(({ outcome }) => outcome === 'other')
        .map(call => `${named(call.at)} ${call.question} failed`),
    ];
  }

  private visit(visit: Visit): void {
    this.accounts[visit.account].visit(visit);
    this.places[visit.service].visit(visit);
    if (endOf(visit) === 'ok') this.unwell.delete(visit.service);
    else this.unwell.add(visit.service);
  }

  private hear(note: Note): void {
    if (note.kind === 'clockSet' || note.kind === 'slept')
      for (const service of serviceIds) this.places[service].setClock();
    if (note.kind === 'opened') {
      for (const service of serviceIds) this.places[service].open();
      for (const account of accountIds) this.accounts[account].act();
    }
    if (note.kind === 'asked' || note.kind === 'changed') {
      this.accounts[note.account].act();
      for (const service of serviceIds.filter(one => habits[one].account === note.account))
        this.places[service].ask(note.kind === 'asked' ? 'user' : 'account');
    }
    if (note.kind === 'well' && this.unwell.has(note.service))
      this.others.push(`${named(note.at)} ${note.service}: shown as well, but not asked since it failed`);
  }

  private complaintsOfCommands(notes: readonly Note[]): string[] {
    const commands = notes.filter(({ kind }) => kind === 'command').length;
    const calls = this.story.commands.length;
    return calls <= commands ? [] : [`${calls} calls of ${commands} commands`];
  }
}
