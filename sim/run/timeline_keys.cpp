#include "sim/run/timeline_keys.h"

#include <fmt/format.h>

namespace napkin {

namespace {

const char* const kActions =
    "kill, restart, pause, resume, slow, slow_link, partition, isolate, heal, degrade, set, add, "
    "remove, step_clock or drift_clock";

int actions_of(const TimelineKeys& entry) {
  const bool given[] = {entry.kill.has_value(),
                        entry.restart.has_value(),
                        entry.pause.has_value(),
                        entry.resume.has_value(),
                        entry.slow.has_value(),
                        entry.slow_link.has_value(),
                        !entry.partition.empty(),
                        entry.isolate.has_value(),
                        entry.heal.has_value(),
                        !entry.degrade.empty(),
                        entry.set.has_value(),
                        entry.add.has_value(),
                        entry.remove.has_value(),
                        entry.step_clock.has_value(),
                        entry.drift_clock.has_value()};
  int actions = 0;
  for (const bool one : given) {
    actions += one ? 1 : 0;
  }
  return actions;
}

/// An action that says too little.
struct Missing {
  bool applies;
  const char* action;
  const char* message;
  const char* hint;
};

void check_entry(const TimelineKeys& entry, const KeyPlaces& places) {
  if (actions_of(entry) != 1) {
    places.error(
        "at", "an entry of the timeline does one thing", fmt::format("give one of {}", kActions));
  }
  const Missing missing[] = {
      {entry.slow && !entry.speed, "slow", "how slow is not said", "add speed, such as speed: 10%"},
      {entry.slow_link && !entry.by,
       "slow_link",
       "by how much is not said",
       "add by, such as by: 50ms"},
      {entry.slow_link && entry.by && *entry.by < Duration::zero(),
       "by",
       "no message is faster than its line",
       "write a by from 0s on"},
      {entry.step_clock && !entry.by,
       "step_clock",
       "by how much is not said",
       "add by, such as by: 2s"},
      {entry.drift_clock && !entry.drift_ppm,
       "drift_clock",
       "how fast is not said",
       "add drift_ppm, such as drift_ppm: 200"},
      {entry.set && !entry.to, "set", "the new value is not given", "add to, such as to: 5"},
      {!entry.partition.empty() && entry.partition.size() != 2,
       "partition",
       "a partition has two sides",
       "write partition: [api, messages]"},
      {!entry.degrade.empty() && entry.change.empty(),
       "degrade",
       "what changes is not said",
       "add one of loss, duplicate, reorder, bandwidth, latency, such as loss: 2%"},
      {entry.degrade.empty() && !entry.change.empty(),
       "at",
       "loss, duplicate, reorder, bandwidth and latency go with degrade",
       "write degrade: [east, west], loss: 2%"},
  };
  for (const Missing& one : missing) {
    if (one.applies) {
      places.error(one.action, one.message, one.hint);
    }
  }
}

void check_occurrences(const OccurrenceKeys& when, const KeyPlaces& places) {
  if (!when.at && !when.every && !when.mtbf) {
    places.error("at", "when it happens is not said", "give at, every or mtbf");
  }
  if (when.mtbf && (when.at || when.every)) {
    places.error("mtbf",
                 "it happens at random, or at times that are given",
                 "give one of at, every and mtbf; until goes with each");
  }
  if (when.mtbf && when.mtbf->mean() < 1) {
    places.error("mtbf", "there is no time between one failure and the next");
  }
  if (when.mttr && !when.mtbf) {
    places.error("mttr", "mttr goes with mtbf", "write for: 10s");
  }
  if (when.mttr && when.lasting) {
    places.error("for", "how long it lasts is said twice", "give one of for and mttr");
  }
  if (when.every && when.lasting && *when.lasting >= *when.every) {
    places.error("for", "it would begin again before it has ended", "make for shorter than every");
  }
  if (when.until && !when.every && !when.mtbf) {
    places.error("until", "until goes with every and mtbf", "write for: 10s");
  }
}

void declare_actions(Declaration<TimelineKeys>& keys) {
  keys.address("kill", &TimelineKeys::kill).help("hosts that crash, such as api[2]");
  keys.address("restart", &TimelineKeys::restart).help("crashed hosts that come back");
  keys.address("pause", &TimelineKeys::pause)
      .help("hosts that stand still, as in a long collection of garbage");
  keys.address("resume", &TimelineKeys::resume).help("paused hosts that go on");
  keys.address("slow", &TimelineKeys::slow).help("hosts that work slowly");
  keys.address("slow_link", &TimelineKeys::slow_link).help("hosts whose messages take longer");
  keys.list_of("partition", &TimelineKeys::partition, values::address())
      .help("two sides that no longer reach each other");
  keys.address("isolate", &TimelineKeys::isolate)
      .help("hosts that no longer reach the rest of their region");
  keys.boolean("heal", &TimelineKeys::heal).help("true ends all partitions");
  keys.list_of("degrade", &TimelineKeys::degrade, values::address())
      .at_least(1)
      .at_most(2)
      .help("[two regions]: the line between them; [hosts]: their network cards");
  keys.text("set", &TimelineKeys::set).help("a setting that changes, such as users.rate");
  keys.object("add", &TimelineKeys::add).help("instances that join a component");
  keys.object("remove", &TimelineKeys::remove).help("instances that leave a component");
  keys.address("step_clock", &TimelineKeys::step_clock).help("hosts whose clock jumps");
  keys.address("drift_clock", &TimelineKeys::drift_clock)
      .help("hosts whose clock runs fast or slow");
}

}  // namespace

void declare(Declaration<InstanceCount>& keys) {
  keys.about("How many instances");
  keys.count("nodes", &InstanceCount::nodes).at_least(1).at_most(1000).help("so many nodes");
  keys.count("replicas", &InstanceCount::replicas)
      .at_least(1)
      .at_most(10000)
      .help("so many replicas");
  keys.check([](const InstanceCount& given, const KeyPlaces& places) {
    if (given.nodes.has_value() == given.replicas.has_value()) {
      places.error("nodes", "how many is not clear", "give one of nodes and replicas");
    }
  });
}

void declare(Declaration<AddKeys>& keys) {
  keys.about("Instances that join a component");
  keys.text("to", &AddKeys::to).required().help("the component");
  keys.include(&AddKeys::instances);
}

void declare(Declaration<RemoveKeys>& keys) {
  keys.about("Instances that leave a component, those that came last first");
  keys.text("from", &RemoveKeys::from).required().help("the component");
  keys.include(&RemoveKeys::instances);
}

void declare(Declaration<LineChange>& keys) {
  keys.about("What changes of a line");
  keys.law("latency", &LineChange::latency).help("with degrade: one way, of lines between regions");
  keys.bandwidth("bandwidth", &LineChange::bandwidth)
      .more_than("0bps")
      .help("with degrade: of the line or the network card");
  keys.ratio("loss", &LineChange::loss).help("with degrade: share of the messages that get lost");
  keys.ratio("duplicate", &LineChange::duplicate)
      .help("with degrade: share of the requests that arrive twice");
  keys.ratio("reorder", &LineChange::reorder)
      .help("with degrade: share of the messages that are held up and overtaken");
  keys.duration("reorder_delay", &LineChange::reorder_delay)
      .help("with reorder: for how long they are held up");
}

void declare(Declaration<OccurrenceKeys>& keys) {
  keys.about("When something happens");
  keys.duration("at", &OccurrenceKeys::at).help("when, in simulated time; with every: at first");
  keys.duration("for", &OccurrenceKeys::lasting)
      .more_than("0s")
      .help("after this time it is undone");
  keys.duration("every", &OccurrenceKeys::every)
      .more_than("0s")
      .help("again and again: time from one begin to the next");
  keys.duration("until", &OccurrenceKeys::until)
      .help("with every and mtbf: it begins before this time only");
  keys.law("mtbf", &OccurrenceKeys::mtbf)
      .help("at random: time up to the next failure, for each host on its own");
  keys.law("mttr", &OccurrenceKeys::mttr).help("with mtbf: how long a failure lasts");
  keys.check(check_occurrences);
}

void declare(Declaration<TimelineKeys>& keys) {
  keys.about("Something that happens while the scenario runs");
  keys.include(&TimelineKeys::when);
  declare_actions(keys);
  keys.ratio("speed", &TimelineKeys::speed)
      .more_than("0%")
      .at_most("1000%")
      .help("with slow: 10% is ten times slower");
  keys.duration("by", &TimelineKeys::by)
      .at_least("-1h")
      .at_most("1h")
      .help("with slow_link and step_clock");
  keys.integer("drift_ppm", &TimelineKeys::drift_ppm)
      .at_least(-100000)
      .at_most(100000)
      .help("with drift_clock: parts per million");
  keys.node("to", &TimelineKeys::to).help("with set: the new value, such as 450/s");
  keys.include(&TimelineKeys::change);
  keys.boolean("one_way", &TimelineKeys::one_way)
      .otherwise("false")
      .help("with partition and degrade: only messages from the first side to the second");
  keys.boolean("power_fails", &TimelineKeys::power_fails)
      .otherwise("false")
      .help("with kill: nobody resets the connections, callers wait for their time-out");
  keys.boolean("disk_lost", &TimelineKeys::disk_lost)
      .otherwise("false")
      .help("with kill: what was on disk is gone, too");
  keys.go_with({"one_way"}, {"partition", "degrade"});
  keys.go_with({"power_fails", "disk_lost"}, {"kill"});
  keys.go_with({"speed"}, {"slow"});
  keys.go_with({"by"}, {"slow_link", "step_clock"});
  keys.go_with({"to"}, {"set"});
  keys.check(check_entry);
}

LinkOptions LineChange::over(LinkOptions line) const {
  line.latency = latency.value_or(line.latency);
  line.bandwidth_bps = bandwidth.value_or(line.bandwidth_bps);
  line.loss = loss.value_or(line.loss);
  line.duplicate = duplicate.value_or(line.duplicate);
  line.reorder = reorder.value_or(line.reorder);
  line.reorder_delay = reorder_delay.value_or(line.reorder_delay);
  return line;
}

std::vector<Address> TimelineKeys::addresses() const {
  std::vector<Address> all = partition;
  all.insert(all.end(), degrade.begin(), degrade.end());
  for (const auto* const address :
       {&kill, &restart, &pause, &resume, &slow, &slow_link, &isolate, &step_clock, &drift_clock}) {
    if (address->has_value()) {
      all.push_back(**address);
    }
  }
  return all;
}

std::string TimelineKeys::describe(const std::string& who) const {
  struct Words {
    const std::optional<Address>& address;
    const char* text;
  };

  const Words words[] = {{kill, "kill"},
                         {restart, "restart"},
                         {pause, "pause"},
                         {resume, "resume"},
                         {slow, "slow"},
                         {slow_link, "slow link of"},
                         {isolate, "isolate"},
                         {step_clock, "step clock of"},
                         {drift_clock, "drift clock of"}};
  for (const Words& one : words) {
    if (one.address) {
      return fmt::format("{} {}", one.text, who.empty() ? one.address->text() : who);
    }
  }
  if (!partition.empty()) {
    return fmt::format(
        "partition {} {} {}", partition[0].text(), one_way ? "->" : "|", partition[1].text());
  }
  if (!degrade.empty()) {
    const std::string first = "degrade " + (who.empty() ? degrade[0].text() : who);
    return degrade.size() == 1
               ? first
               : fmt::format("{} {} {}", first, one_way ? "->" : "-", degrade[1].text());
  }
  if (add || remove) {
    return add ? fmt::format("add {} to {}", add->instances.count(), add->to)
               : fmt::format("remove {} from {}", remove->instances.count(), remove->from);
  }
  return set ? "set " + *set : "heal all partitions";
}

}  // namespace napkin
