#pragma once

#include <cstdint>   // int64_t
#include <deque>     // deque
#include <memory>    // unique_ptr
#include <optional>  // optional
#include <string>    // string
#include <vector>    // vector

#include "models/algorithms/limiters/limiter.h"
#include "models/components/call_keys.h"
#include "models/components/host_keys.h"
#include "sim/run/component_kind.h"

namespace napkin::components {

/// A rate limiter of its own: lets so many requests through in so much time, and turns the others
/// away as rate-limited (HTTP 429). What it lets through goes to the component behind it; without
/// one it answers itself.
class RateLimiter final : public Component {
 public:
  static constexpr std::string_view kKind = "limiter";

  struct Options {
    std::string algorithm;
    std::int64_t limit = 1;
    Duration per{0};
    std::optional<std::int64_t> burst;
    bool in_batches = false;
    std::vector<CallReference> to;
    Duration timeout{0};
    HostKeys host;
  };

  [[nodiscard]] static std::vector<std::string> operations(const Options& options);
  [[nodiscard]] static std::vector<const CallReference*> references(const Options& options);

  RateLimiter(const ComponentContext& context, const Options& options);
  ~RateLimiter() override;

  void connect(const Directory& directory) override;
  Endpoint* route(const Request& request, Host& caller, const Endpoint* avoid) override;
  void restart_statistics() override;
  void report_values(std::vector<NamedValue>& values) const override;

 private:
  class Gate;

  [[nodiscard]] bool admit(Time now, Duration& delay);

  Options options_;
  std::unique_ptr<algorithms::Limiter> limiter_;
  Component* behind_ = nullptr;
  std::unique_ptr<Gate> gate_;
  std::deque<Time> recent_;  // admissions of the last `per`
  std::int64_t admitted_ = 0;
  std::int64_t refused_ = 0;
  std::size_t most_in_span_ = 0;
};

void declare(Declaration<RateLimiter::Options>& keys);

}  // namespace napkin::components
