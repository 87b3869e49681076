#include "models/algorithms/balancing/least_loaded.h"
#include "models/components/station.h"

namespace napkin::components {

namespace {

using Options = Stations::Options;

void declare_servers(Declaration<Options>& keys) {
  keys.count("stations", &Options::stations)
      .at_least(1)
      .at_most(10000)
      .otherwise("1")
      .help("how many stand side by side, each with its own line");
  keys.count("servers", &Options::servers)
      .at_least(1)
      .at_most(1000000)
      .otherwise("1")
      .help("of a station; 1M of them is as good as no limit");
  keys.law("service", &Options::service).required().help("work of a request, time at a server");
  keys.choice<Discipline>("discipline",
                          &Options::discipline,
                          {{"fifo", Discipline::kFifo},
                           {"lifo", Discipline::kLifo},
                           {"lifo_preemptive", Discipline::kLifoPreemptive},
                           {"priority", Discipline::kPriority},
                           {"priority_preemptive", Discipline::kPriorityPreemptive},
                           {"shortest_first", Discipline::kShortestFirst},
                           {"shortest_remaining", Discipline::kShortestRemaining},
                           {"shared", Discipline::kShared}})
      .otherwise("fifo")
      .help("who is next; the preemptive ones interrupt, shared serves all at once");
  keys.map_of("classes", &Options::classes, values::object<ClassKeys>())
      .at_least(1)
      .help("kinds of requests, each an operation; by default the one operation serve");
}

void declare_line(Declaration<Options>& keys) {
  keys.count("queue", &Options::queue)
      .help("requests that may wait at a station; more are turned away; by default any number");
  keys.choice<bool>("when_full", &Options::drops_oldest, {{"reject", false}, {"drop_oldest", true}})
      .otherwise("reject")
      .help("who is turned away: the newcomer, or who has waited longest");
  keys.law("patience", &Options::patience)
      .help("how long a request waits before it gives up; by default for ever");
  keys.count("admit", &Options::admit)
      .at_least(1)
      .help("requests inside at once, the others wait in front; by default any number");
}

void declare_choice(Declaration<Options>& keys) {
  keys.choice<std::string>("choose",
                           &Options::choose,
                           {{"power_of_choices", "power_of_choices"},
                            {"random", "random"},
                            {"round_robin", "round_robin"},
                            {"shortest", "least_connections"}})
      .otherwise("random")
      .help("which station a request goes to");
  keys.count("choices", &Options::choices)
      .at_least(1)
      .at_most(static_cast<std::int64_t>(algorithms::PowerOfChoices::kChoicesMax))
      .otherwise("2")
      .help("with power_of_choices: how many are looked at");
  keys.count("copies", &Options::copies)
      .at_least(1)
      .otherwise("1")
      .help("a request goes to so many stations at once, drawn at random");
  keys.count("need", &Options::need)
      .at_least(1)
      .help("copies that must be served before the answer; by default all");
  keys.boolean("cancel", &Options::cancel)
      .otherwise("true")
      .help("copies that are not needed any more leave at once");
}

void declare_rest(Declaration<Options>& keys) {
  keys.law("vacation", &Options::vacation)
      .help("how long the servers go away whenever nobody is there; again until somebody is");
  keys.law("up", &Options::up).help("time from a repair to the next failure of a station");
  keys.law("repair", &Options::repair).help("how long a failed station stands still");
  keys.text("wait_as", &Options::wait_as)
      .help("records the time that a request spends beyond its own work, under this name");
  keys.count("levels", &Options::levels)
      .at_most(10000)
      .otherwise("0")
      .help("reports how long exactly 0, 1, 2 ... requests were inside, so many numbers of them");
}

void check(const Options& options, const KeyPlaces& places) {
  if (options.copies > options.stations) {
    places.error("copies", "there are not as many stations as copies", "give stations, too");
  }
  if (options.need.value_or(1) > options.copies) {
    places.error("need", "more copies are needed than there are");
  }
  if (options.up.has_value() != options.repair.has_value()) {
    places.error("up", "a station that fails is repaired", "give both up and repair");
  }
  if (options.vacation && options.vacation->mean() < 1) {
    places.error("vacation", "a vacation takes time");
  }
  if (options.up && options.repair && options.up->mean() + options.repair->mean() < 1) {
    places.error("up", "failures and repairs take time");
  }
  const bool is_line = options.discipline == Discipline::kFifo ||
                       options.discipline == Discipline::kLifo ||
                       options.discipline == Discipline::kPriority ||
                       options.discipline == Discipline::kShortestFirst;
  if (options.drops_oldest && !is_line) {
    places.error("when_full",
                 "with this discipline only newcomers are turned away",
                 "write when_full: reject");
  }
}

}  // namespace

void declare(Declaration<ClassKeys>& keys) {
  keys.about("A kind of request at a station");
  keys.integer("priority", &ClassKeys::priority)
      .at_least(-1000000)
      .at_most(1000000)
      .otherwise("0")
      .help("larger is more urgent, where the discipline goes by it");
  keys.law("service", &ClassKeys::service)
      .help("work of a request; by default that of the station");
}

void declare(Declaration<Options>& keys) {
  keys.about("A queue of the textbooks: servers and a line, or several side by side");
  declare_servers(keys);
  declare_line(keys);
  declare_choice(keys);
  declare_rest(keys);
  keys.check(check);
}

}  // namespace napkin::components
