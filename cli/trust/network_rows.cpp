// Several stations, several kinds of requests, and requests that come back.
#include <cmath>

#include "cli/trust/row_plan.h"

namespace napkin::cli {

namespace {

ScenarioPlanOfRow template_of(const ReferenceRow& row, std::string file, double load) {
  ScenarioPlanOfRow plan;
  plan.file = std::move(file);
  plan.load = load;
  plan.metric = queue_metric(row.metric);
  return plan;
}

std::string percent(double share) {
  return number_text(share * 100) + "%";
}

/// Two classes of equal service; the wait is what the response is longer than the service.
RowPlan priority(const ReferenceRow& row, const RowText& text) {
  const double high = text.number_or("lambda1", 0);
  const double low = text.number_or("lambda2", 0);
  const double mean = 1 / text.number_or("mu", 1);
  ScenarioPlanOfRow plan = template_of(row, "classes.yaml", high + low);
  plan.set("params.high", poisson_text(high));
  plan.set("params.low", poisson_text(low));
  plan.set("params.service", exponential_text(mean));
  const bool waits_for_end = row.discipline.find("non-preemptive") != std::string::npos ||
                             row.discipline.find("nonpreemptive") != std::string::npos;
  plan.set("params.discipline", waits_for_end ? "priority" : "priority_preemptive");
  plan.relaxation = relaxation_at((high + low) * mean);
  const std::string operation = row.metric.ends_with("_high") ? "high" : "low";
  const bool is_wait = row.metric.starts_with("mean_wait");
  if (!is_wait && !row.metric.starts_with("mean_response")) {
    return no_plan("no run measures " + row.metric);
  }
  plan.metric = [response = mean_of(operation), is_wait, mean](const RunResult& result) {
    std::optional<double> value = response(result);
    return value && is_wait ? std::optional(*value - mean) : value;
  };
  return plan;
}

/// The response of a request is its wait and its service at the station.
RowPlan batch(const ReferenceRow& row, const RowText& text) {
  const double rate = text.number_or("batch_rate", 0);
  const double size = text.number_or("batch", 1);
  const double mean = 1 / text.number_or("mu", 1);
  ScenarioPlanOfRow plan = template_of(row, "batch.yaml", rate);
  plan.set("params.batches", poisson_text(rate));
  plan.set("params.size", number_text(size));
  plan.set("params.service", exponential_text(mean));
  plan.work = size;
  plan.relaxation = relaxation_at(rate * size * mean) * size;
  if (row.metric == "mean_response") {
    plan.metric = [wait = mean_of("wait"), mean](const RunResult& result) {
      std::optional<double> value = wait(result);
      return value ? std::optional(*value + mean) : value;
    };
  }
  return plan;
}

RowPlan feedback(const ReferenceRow& row, const RowText& text) {
  const double rate = text.number_or("lambda", 0);
  const double again = text.number_or("p_retry", 0);
  const double mean = 1 / text.number_or("mu", 1);
  ScenarioPlanOfRow plan = template_of(row, "feedback.yaml", rate);
  plan.set("params.arrivals", poisson_text(rate));
  plan.set("params.service", exponential_text(mean));
  plan.set("params.again", percent(again));
  plan.set("params.done", percent(1 - again));
  plan.relaxation = relaxation_at(rate * mean / (1 - again));
  return plan;
}

RowPlan retries(const ReferenceRow& row, const RowText& text) {
  ScenarioPlanOfRow plan = template_of(row, "retry.yaml", 1);
  const double fails = text.number_or("p_fail", 0);
  plan.set("params.fails", percent(fails));
  plan.set("params.works", percent(1 - fails));
  plan.set("params.retries", number_text(text.number_or("max_attempts", 1) - 1));
  plan.relaxation = 10;
  if (row.metric == "mean_attempts") {
    plan.metric = [](const RunResult& result) -> std::optional<double> {
      const double asked = static_cast<double>(result.operations.front().tally.finished());
      for (const ComponentResult& component : result.components) {
        if (component.name == "api" && asked > 0) {
          return static_cast<double>(component.instances.front().tally().finished()) / asked;
        }
      }
      return std::nullopt;
    };
  }
  return plan;
}

RowPlan tandem(const ReferenceRow& row, const RowText& text) {
  const double rate = text.number_or("lambda", 0);
  const double first = text.number_or("mu1", 1);
  const double second = text.number_or("mu2", 1);
  ScenarioPlanOfRow plan = template_of(row, "open.yaml", rate);
  plan.set("params.arrivals", poisson_text(rate));
  plan.set("params.first", exponential_text(1 / first));
  plan.set("params.second", exponential_text(1 / second));
  plan.set("params.on_to_second", "100%");
  plan.set("params.no_further", "0%");
  plan.relaxation = relaxation_at(rate / std::min(first, second));
  return plan;
}

/// "web M/M/2 (mu=20/s each) then 50% to DB M/M/1 (mu=25/s)". A row that says "same" and a share of
/// misses stands for an unloaded front and that database.
RowPlan open_network(const ReferenceRow& row, const RowText& text) {
  const double rate = text.number_or("lambda", 0);
  const std::string& words = row.discipline;
  const double to_second =
      text.has("miss") ? text.number_or("miss", 0) : number_after(words, "then").value_or(0) / 100;
  const double servers = number_after(words, "web M/M/").value_or(1);
  const double first = number_after(words, "mu=").value_or(1000);
  const std::size_t db = words.find("DB");
  const double second =
      db == std::string::npos ? 25 : number_after(words.substr(db), "mu=").value_or(25);
  ScenarioPlanOfRow plan = template_of(row, "open.yaml", rate);
  plan.set("params.arrivals", poisson_text(rate));
  plan.set("params.first", exponential_text(1 / first));
  plan.set("params.second", exponential_text(1 / second));
  plan.set("params.on_to_second", percent(to_second));
  plan.set("params.no_further", percent(1 - to_second));
  plan.set("components.web.servers", number_text(servers));
  plan.relaxation = relaxation_at(rate * to_second / second) / second;
  if (row.metric == "p_mean_db_response" || row.metric == "mean_db_response") {
    plan.metric = [](const RunResult& result) -> std::optional<double> {
      for (const ComponentResult& component : result.components) {
        if (component.name == "db") {
          return component.instances.front().operations.front().latency.mean() / 1e6;
        }
      }
      return std::nullopt;
    };
  }
  return plan;
}

/// "D=0.005/0.030/0.027 s;Z=1s exp;N=10": three stations, so many users. A bound for any number of
/// users is shown with twice the users that saturate the slowest station.
///
/// Its demands are hundredths of a unit, to which half a microsecond on the network would add one
/// percent: a unit is a second here.
RowPlan closed_network(const ReferenceRow& row, const RowText& text) {
  const std::vector<double> demands = text.numbers("D");
  if (demands.size() != 3) {
    return no_plan("the template has three stations");
  }
  const double think = text.number_or("Z", 1);
  if (row.metric.starts_with("saturation")) {
    return plan_saturation(demands, think);
  }
  const double sum = demands[0] + demands[1] + demands[2];
  const double most = std::max({demands[0], demands[1], demands[2]});
  const double users = text.number_or("N", std::ceil(6 * (sum + think) / most));
  constexpr double kUnit = 1000;
  const double load = std::min(1 / most, users / (sum + think)) / kUnit;
  ScenarioPlanOfRow plan = template_of(row, "closed.yaml", load);
  plan.set("params.population", number_text(users));
  plan.set("params.think", exponential_text(kUnit * think));
  plan.set("params.first", exponential_text(kUnit * demands[0]));
  plan.set("params.second", exponential_text(kUnit * demands[1]));
  plan.set("params.third", exponential_text(kUnit * demands[2]));
  plan.work = 3;
  plan.relaxation = 10 * kUnit * think;
  if (plan.metric) {
    const double scale = row.metric.ends_with("throughput") ? kUnit : 1 / kUnit;
    plan.metric = [metric = plan.metric, scale](const RunResult& result) {
      const std::optional<double> value = metric(result);
      return value ? std::optional(*value * scale) : value;
    };
  }
  return plan;
}

RowPlan machine_repair(const ReferenceRow& row, const RowText& text) {
  const double users = text.number_or("N", 1);
  const double think = text.number_or("Z", 1);
  const double service = text.number_or("S", 1);
  const double servers = text.number_or("c", 1);
  ScenarioPlanOfRow plan =
      template_of(row, "closed.yaml", std::min(servers / service, users / (think + service)));
  plan.set("params.population", number_text(users));
  plan.set("params.think", exponential_text(think));
  plan.set("params.stations", "[{call: first.serve, timeout: 1000000s}]");
  plan.set("params.first", exponential_text(service));
  plan.set("components.first.servers", number_text(servers));
  plan.relaxation = 10 * think;
  return plan;
}

RowPlan hedged(const ReferenceRow& row, const RowText& text) {
  ScenarioPlanOfRow plan = template_of(row, "hedge.yaml", 1);
  plan.set("params.hedge_after", span_text(text.number_or("d", 1)));
  plan.set("params.service", exponential_text(1 / text.number_or("mu", 1)));
  plan.relaxation = 20;
  if (row.metric == "extra_request_fraction") {
    plan.metric = [](const RunResult& result) -> std::optional<double> {
      const auto asked = static_cast<double>(result.operations.front().tally.arrived);
      for (const ComponentResult& component : result.components) {
        if (component.name == "server" && asked > 0) {
          const auto sent = static_cast<double>(component.instances.front().tally().arrived);
          return sent / asked - 1;
        }
      }
      return std::nullopt;
    };
  }
  return plan;
}

std::string chain(double tasks, const std::string& law) {
  return "{repeat: " + number_text(tasks) + ", steps: [{wait: " + law + "}]}";
}

/// "2 parallel chains of 2 exp tasks", or "chain of 3 exp tasks".
RowPlan makespan(const ReferenceRow& row, const RowText& text) {
  std::string_view words = row.discipline;
  const double chains = take_number(words).value_or(1);
  const auto tasks = number_after(row.discipline, "of ");
  if (!tasks) {
    return no_plan("the template has parallel chains");
  }
  ScenarioPlanOfRow plan = template_of(row, "parallel.yaml", 1);
  const std::string one = chain(*tasks, exponential_text(1 / text.number_or("mu", 1)));
  std::string all = one;
  for (int more = 1; more < chains; ++more) {
    all += ", " + one;
  }
  plan.set("params.chains", "[" + all + "]");
  plan.relaxation = 50;
  return plan;
}

/// A share of the work is done by one, the rest by N at once: how much faster than one alone.
RowPlan amdahl(const ReferenceRow& row, const RowText& text) {
  if (row.metric != "speedup") {
    return no_plan("no run measures " + row.metric);
  }
  const double serial = text.number_or("serial", 0);
  const double workers = text.number_or("N", 1);
  ScenarioPlanOfRow plan = template_of(row, "parallel.yaml", 0.01);
  plan.set("params.before", "[{wait: " + span_text(100 * serial) + "}]");
  const std::string one = chain(1, span_text(100 * (1 - serial) / workers));
  std::string all = one;
  for (int more = 1; more < workers; ++more) {
    all += ", " + one;
  }
  plan.set("params.chains", "[" + all + "]");
  plan.set("components.users.arrivals", poisson_text(0.01));
  plan.duration = 200'000;
  plan.relaxation = 0;
  plan.metric = [time = mean_of("request")](const RunResult& result) {
    std::optional<double> value = time(result);
    return value ? std::optional(100 / *value) : value;
  };
  return plan;
}

const RowModel kModels[] = {
    {"M/M/1-priority", priority},
    {"M[X]/M/1", batch},
    {"M/M/1-feedback", feedback},
    {"retry amplification", retries},
    {"Jackson tandem", tandem},
    {"Jackson open", open_network},
    {"Closed MVA", closed_network},
    {"M/M/c//N", machine_repair},
    {"hedged request", hedged},
    {"DAG makespan", makespan},
    {"Amdahl", amdahl},
};

}  // namespace

}  // namespace napkin::cli
