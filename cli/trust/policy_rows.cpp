// Limiters, caches and clients that hold back: the real algorithms, asked by a scenario.
#include <algorithm>

#include "cli/trust/row_plan.h"

namespace napkin::cli {

namespace {

/// Requests of a run that only its warm-up makes long.
constexpr double kRequestsForCounts = 200'000;

Metric refused() {
  return value_of("limiter.refused");
}

/// A bucket that earns one token per unit of time, steadily or all at once.
RowPlan token_bucket(const ReferenceRow& row, const RowText& text) {
  const double rate = text.number_or("lambda/rate", 1);
  ScenarioPlanOfRow plan;
  plan.file = "limiter.yaml";
  plan.set("params.arrivals", poisson_text(rate));
  plan.set("params.burst", number_text(text.number_or("burst", 1)));
  plan.set("params.refill", row.model == "token bucket drip" ? "batches" : "steady");
  plan.load = rate;
  plan.relaxation = 200;
  plan.metric = row.metric == "P(reject)" ? refused() : nullptr;
  return plan;
}

/// "limit=100 per 60s": the worst that can come is a burst around the boundary of two windows.
RowPlan fixed_window(const ReferenceRow& row, const RowText& text) {
  const double limit = text.number_or("limit", 1);
  const double span = number_after(row.parameters, "per").value_or(1);
  ScenarioPlanOfRow plan;
  plan.file = "limiter.yaml";
  plan.set("params.algorithm", "fixed_window");
  plan.set("params.limit", number_text(limit));
  plan.set("params.per", span_text(span));
  const std::string rate = rate_text(20 * limit);
  plan.set("params.arrivals",
           "{poisson: null, curve: [{at: 0ms, rate: 0/s}, {at: " + span_text(span - 1) +
               ", rate: 0/s}, {at: " + span_text(span) + ", rate: " + rate +
               "}, {at: " + span_text(span + 1) + ", rate: " + rate + "}]}");
  plan.duration = span + 2;
  plan.relaxation = 0;
  plan.metric = row.metric.starts_with("max_admitted") ? value_of("limiter.most_in_span") : nullptr;
  return plan;
}

/// The steady state of a client whose backend takes a third or half of what it would send.
RowPlan throttle(const ReferenceRow& row, const RowText& text) {
  if (!text.has("offered/capacity")) {
    return row.metric == "reject_probability" ? plan_rejection(text)
                                              : no_plan("no run measures " + row.metric);
  }
  ScenarioPlanOfRow plan;
  plan.file = "throttle.yaml";
  plan.set("params.offered", poisson_text(text.number_or("offered/capacity", 1)));
  plan.set("params.k", number_text(text.number_or("K", 2)));
  plan.relaxation = 50'000;
  plan.duration = 100'000;
  if (row.metric == "requests_reaching_backend/capacity") {
    plan.metric = [](const RunResult& result) -> std::optional<double> {
      for (const ComponentResult& component : result.components) {
        if (component.name == "backend") {
          return result.per_second(component.instances.front().tally().arrived) / 1000;
        }
      }
      return std::nullopt;
    };
  }
  return plan;
}

Metric hit_ratio() {
  return [](const RunResult& result) {
    const auto found = std::ranges::find(result.values, "hit_ratio(cache)", &NamedValue::name);
    return found == result.values.end() ? std::nullopt : std::optional(found->value);
  };
}

/// Keys drawn independently of each other, by Zipf's law.
RowPlan independent_references(const ReferenceRow& row, const RowText& text) {
  const double keys = text.number_or("N", 1);
  const double capacity = text.number_or("C", 1);
  ScenarioPlanOfRow plan;
  plan.file = "cache.yaml";
  plan.set(
      "params.keys",
      "{zipf: {n: " + number_text(keys) + ", s: " + number_text(text.number_or("alpha", 1)) + "}}");
  const bool counts_all = row.model.starts_with("perfect-LFU");
  plan.set("params.policy",
           counts_all                     ? "perfect_lfu"
           : row.model.starts_with("LRU") ? "lru"
                                          : "fifo");
  plan.set("params.capacity", number_text(capacity));
  plan.load = 100;  // the user of the template thinks for 10 us
  plan.relaxation = std::max(20.0, capacity * 20 / plan.load);
  if (counts_all) {
    // Until the counts tell the last that belong into the cache from the first that do not.
    plan.relaxation = std::min(capacity * 1000, 2e6) / plan.load;
    plan.duration = kRequestsForCounts / plan.load;
    plan.approaches = true;
  }
  plan.metric = row.metric == "hit_ratio" ? hit_ratio() : nullptr;
  return plan;
}

RowPlan expiry(const ReferenceRow& row, const RowText& text) {
  const double rate = text.number_or("lambda", 1);
  const double life = text.number_or("TTL", 1);
  ScenarioPlanOfRow plan;
  plan.file = "expiry.yaml";
  plan.set("params.arrivals", poisson_text(rate));
  plan.set("params.ttl", span_text(life));
  plan.set("params.renew", row.model == "TTL cache resetting" ? "true" : "false");
  plan.load = rate;
  plan.relaxation = 10 * std::max(life, 1 / rate);
  plan.metric = row.metric == "hit_ratio" ? hit_ratio() : nullptr;
  return plan;
}

const RowModel kModels[] = {
    {"token bucket", token_bucket},
    {"token bucket drip", token_bucket},
    {"fixed window limiter", fixed_window},
    {"adaptive throttling", throttle},
    {"LRU IRM Zipf", independent_references},
    {"LRU IRM exact", independent_references},
    {"FIFO or RANDOM IRM Zipf", independent_references},
    {"FIFO IRM exact", independent_references},
    {"perfect-LFU IRM Zipf", independent_references},
    {"TTL cache resetting", expiry},
    {"TTL cache non-resetting", expiry},
};

}  // namespace

}  // namespace napkin::cli
