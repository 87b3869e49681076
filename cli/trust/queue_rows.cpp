// One station, or several side by side, with requests from outside: queue.yaml and its kin.
#include <cmath>

#include "cli/trust/row_plan.h"

namespace napkin::cli {

namespace {

/// What every row of queue.yaml has; `load` is that of one server, 0..1 and beyond.
ScenarioPlanOfRow queue(const ReferenceRow& row, double rate, double load_of_server) {
  ScenarioPlanOfRow plan;
  plan.file = "queue.yaml";
  plan.set("params.arrivals", poisson_text(rate));
  plan.load = rate;
  plan.relaxation = relaxation_at(load_of_server < 1 ? load_of_server : 0.8);
  plan.metric = queue_metric(row.metric);
  if (const int levels = levels_for(row.metric); levels > 0) {
    plan.set("components.server.levels", std::to_string(levels));
  }
  return plan;
}

std::string discipline_of(const std::string& words) {
  if (words.starts_with("LCFS-PR")) {
    return "lifo_preemptive";
  }
  if (words.starts_with("LCFS")) {
    return "lifo";
  }
  if (words == "PS") {
    return "shared";
  }
  if (words == "SRPT") {
    return "shortest_remaining";
  }
  return words.find("SJF") != std::string::npos ? "shortest_first" : "fifo";
}

/// M/M/c and what differs from it in one thing: c servers, room for K, a discipline.
RowPlan markov(const ReferenceRow& row, const RowText& text) {
  const double rate = text.number_or("lambda", 0);
  const double speed = text.number_or("mu", 1);
  const double servers = text.number_or("c", 1);
  ScenarioPlanOfRow plan = queue(row, rate, rate / speed / servers);
  plan.set("params.service", exponential_text(1 / speed));
  plan.set("components.server.servers", number_text(servers));
  plan.set("components.server.discipline", discipline_of(row.discipline));
  if (const auto room = text.number("K")) {
    plan.set("components.server.queue", number_text(*room - servers));
  }
  if (const auto theta = text.number("theta")) {
    plan.set("components.server.patience", exponential_text(1 / *theta));
    plan.relaxation = 50;  // who gives up keeps the line short
  }
  if (const auto failures = text.number("fail")) {
    plan.set("components.server.up", exponential_text(1 / *failures));
    plan.set("components.server.repair", exponential_text(1 / text.number_or("repair", 1)));
    plan.relaxation += 5 / *failures;
  }
  return plan;
}

/// A service law in words, at one server.
RowPlan general(const ReferenceRow& row, const RowText& text) {
  const double rate = text.number_or("lambda", 0);
  const std::string words = text.has("service") ? text.text("service") : std::string();
  const auto law =
      words.empty() ? law_text("deterministic(" + text.text("D") + ")") : law_text(words);
  if (!law) {
    return no_plan("no law for \"" + words + "\"");
  }
  // The table's laws have mean 1 but one, whose load is 0.5; this only sets the warm-up.
  ScenarioPlanOfRow plan = queue(row, rate, rate);
  plan.set("params.service", *law);
  plan.set("components.server.discipline", discipline_of(row.discipline));
  plan.relaxation *= 4;
  return plan;
}

/// Nobody waits: lost when all are busy, or as many servers as it takes. Insensitive to the law.
RowPlan no_line(const ReferenceRow& row, const RowText& text) {
  const bool is_loss = row.model == "M/G/c/c";
  const double mean = text.number_or("ES", 1);
  const double rate = is_loss ? text.number_or("A", 1) / mean : text.number_or("lambda", 1);
  ScenarioPlanOfRow plan = queue(row, rate, 0.5);
  plan.set("params.service", law_with(mean, 4));
  plan.set("components.server.servers", is_loss ? number_text(text.number_or("c", 1)) : "1M");
  if (is_loss) {
    plan.set("components.server.queue", "0");
  }
  plan.relaxation = 30 * mean;
  return plan;
}

/// Requests that do not come at random: evenly, in Erlang's stages, or by two moments.
RowPlan other_arrivals(const ReferenceRow& row, const RowText& text) {
  const double speed = text.number_or("mu", 1 / text.number_or("ES", 1));
  double between = text.number_or("interarrival", 0);
  double variation = 0;
  if (const auto rate = text.number("lambda")) {
    between = 1 / *rate;
    variation = text.has("k") ? 1 / text.number_or("k", 1) : text.number_or("ca2", 1);
  }
  ScenarioPlanOfRow plan = queue(row, 1 / between, 1 / between / speed);
  plan.settings.front() = {"params.arrivals",
                           "{poisson: null, every: " + law_with(between, variation) + "}"};
  plan.set("params.service", law_with(1 / speed, text.number_or("cs2", 1)));
  return plan;
}

RowPlan vacation(const ReferenceRow& row, const RowText& text) {
  RowPlan plan = markov(row, text);
  const auto law = law_text(text.text("V"));
  if (!law) {
    return no_plan("no law for \"" + text.text("V") + "\"");
  }
  std::get<ScenarioPlanOfRow>(plan).set("components.server.vacation", *law);
  return plan;
}

/// Many stations of one server each; the rows give the load of each.
ScenarioPlanOfRow many(const ReferenceRow& row, double stations, double load) {
  ScenarioPlanOfRow plan = queue(row, stations * load, load);
  plan.set("components.server.stations", number_text(stations));
  return plan;
}

/// Random, round robin, the shortest of all or of a few.
RowPlan balanced(const ReferenceRow& row, const RowText& text) {
  const bool is_limit = row.model == "supermarket";
  const double stations = is_limit ? 400 : text.number_or("n", 1);
  const double load = text.has("rho") ? text.number_or("rho", 0) : text.number_or("lambda", 0);
  ScenarioPlanOfRow plan = many(row, stations, load);
  plan.set("params.service", exponential_text(1 / text.number_or("mu", 1)));
  const std::string choose = row.model == "LB random"        ? "random"
                             : row.model == "LB round-robin" ? "round_robin"
                             : row.model == "JSQ"            ? "shortest"
                                                             : "power_of_choices";
  plan.set("components.server.choose", choose);
  if (choose == "power_of_choices") {
    plan.set("components.server.choices", number_text(text.number_or("d", 2)));
    plan.relaxation = 5 / (1 - load);
  }
  return plan;
}

RowPlan central_queue(const ReferenceRow& row, const RowText& text) {
  const double servers = text.number_or("c", 1);
  const double load = text.number_or("lambda", 0);
  ScenarioPlanOfRow plan = queue(row, servers * load, load);
  plan.set("params.service", exponential_text(1 / text.number_or("mu", 1)));
  plan.set("components.server.servers", number_text(servers));
  return plan;
}

/// Copies of each request at several stations; answered when `need` of them were served.
ScenarioPlanOfRow copied(
    const ReferenceRow& row, double stations, double rate, double copies, double need) {
  ScenarioPlanOfRow plan = queue(row, rate, 0.5);
  plan.set("components.server.stations", number_text(stations));
  plan.set("components.server.copies", number_text(copies));
  plan.set("components.server.need", number_text(need));
  plan.work = copies;
  return plan;
}

RowPlan redundancy(const ReferenceRow& row, const RowText& text) {
  const bool cancels = row.model == "redundancy-d";
  if (!text.has("lambda")) {
    return no_plan("a threshold between two systems, not a measure of one");
  }
  const double stations = cancels ? text.number_or("k", 2) : 200;
  const double copies = text.number_or("d", 2);
  const double load = text.number_or("lambda", 0);
  ScenarioPlanOfRow plan = copied(row, stations, stations * load, copies, 1);
  plan.set("params.service", exponential_text(1 / text.number_or("mu", 1)));
  plan.set("components.server.cancel", cancels ? "true" : "false");
  plan.relaxation = relaxation_at(load);
  return plan;
}

/// Fork and join; with a barrier, one request at a time.
RowPlan fork_join(const ReferenceRow& row, const RowText& text) {
  const double stations = text.number_or("n", 2);
  const double rate = text.number_or("lambda", 0);
  ScenarioPlanOfRow plan = copied(row, stations, rate, stations, stations);
  plan.set("params.service", exponential_text(1 / text.number_or("mu", 1)));
  plan.relaxation = relaxation_at(rate);
  if (row.model == "split-merge") {
    plan.set("components.server.admit", "1");
    plan.relaxation = relaxation_at(0.85);
  }
  return plan;
}

/// So many servers that nobody waits: maxima, quorums, the slow ones among many.
RowPlan order_statistic(const ReferenceRow& row, const RowText& text) {
  const double copies = text.has("fanout") ? text.number_or("fanout", 1) : text.number_or("n", 1);
  ScenarioPlanOfRow plan = copied(row, copies, 1, copies, text.number_or("k", copies));
  plan.set("components.server.servers", "1M");
  plan.set("params.service", exponential_text(1 / text.number_or("mu", 1)));
  plan.relaxation = 10;
  if (const auto slow = text.number("p_slow")) {
    plan.set("params.service",
             "{discrete: {values: [1ms, 10ms], weights: [" + number_text(1 - *slow) + ", " +
                 number_text(*slow) + "]}}");
    plan.metric = [](const RunResult& result) -> std::optional<double> {
      for (const OperationResult& one : result.operations) {
        if (one.name == "request" && one.latency.count() > 0) {
          return 1 - one.latency.quantile_rank(5'000'000);
        }
      }
      return std::nullopt;
    };
  }
  return plan;
}

const RowModel kMarkovModels[] = {
    {"M/M/1", markov},
    {"M/M/c", markov},
    {"M/M/c/K", markov},
    {"M/M/1-SRPT", markov},
    {"M/M/1-SJF", markov},
    {"M/M/c+M", markov},
    {"M/M/1-breakdown", markov},
    {"M/G/1-vacation", vacation},
    {"M/G/1", general},
    {"M/G/1-PS", general},
    {"M/D/1", general},
    {"M/G/c/c", no_line},
    {"M/G/inf", no_line},
    {"D/M/1", other_arrivals},
    {"Ek/M/1", other_arrivals},
    {"G/G/1", other_arrivals},
};

const RowModel kManyModels[] = {
    {"LB random", balanced},
    {"LB round-robin", balanced},
    {"JSQ", balanced},
    {"supermarket", balanced},
    {"supermarket finite", balanced},
    {"M/M/2 vs JSQ", central_queue},
    {"redundancy-d", redundancy},
    {"replicate-to-2 no cancel", redundancy},
    {"fork-join queue", fork_join},
    {"split-merge", fork_join},
    {"max of exponentials", order_statistic},
    {"order statistic", order_statistic},
    {"fan-out tail", order_statistic},
};

}  // namespace

}  // namespace napkin::cli
