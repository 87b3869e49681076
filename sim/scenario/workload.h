#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/scenario/declaration.h"

namespace napkin {

/// One thing that users do, as a napkin states it: so often, so large, kept for so long.
struct WorkloadOperation {
  std::optional<double> per_user_per_day;    ///< how often a daily user does it; or else:
  std::optional<double> average_per_second;  ///< the rate over all users
  double peak = 1;                           ///< the busiest time, as a multiple of the average
  std::int64_t bytes = 0;                    ///< of one request
  std::int64_t stored_bytes = 0;             ///< what one leaves behind
  Duration kept_for{};                       ///< how long that is kept
  double copies = 1;                         ///< how many times it is stored
};

void declare(Declaration<WorkloadOperation>& keys);

/// The `workload:` of a scenario: the napkin itself. Feeds the estimate and the clients' rates.
class Workload final {
 public:
  Workload() = default;

  /// Reads `{daily_users: 100M, send_message: {per_user_per_day: 20, peak: 5, bytes: 30B}, ...}`;
  /// an absent node is a workload without operations. Mistakes are reported.
  [[nodiscard]] static Workload read(const Node& node, const ReadContext& context);

  /// 0 if the scenario does not say.
  [[nodiscard]] std::int64_t daily_users() const { return daily_users_; }

  /// In the order written.
  [[nodiscard]] const std::vector<std::pair<std::string, WorkloadOperation>>& operations() const {
    return operations_;
  }

  /// Per second; over the day, and in the busiest time.
  [[nodiscard]] double average_rate(const WorkloadOperation& operation) const;
  [[nodiscard]] double peak_rate(const WorkloadOperation& operation) const;

 private:
  std::int64_t daily_users_ = 0;
  std::vector<std::pair<std::string, WorkloadOperation>> operations_;
};

/// The keys of `workload`: the users, and operations by names of the author's choice.
[[nodiscard]] const DeclarationInfo& workload_keys();

/// What other parts of a scenario may name: `daily_users`, and for each operation
/// `send_message.average`, `.peak`, `.bytes`, `.bandwidth` (at the peak). Outlived by the workload.
class WorkloadNames final : public QuantityNames {
 public:
  explicit WorkloadNames(const Workload& workload) : workload_(workload) {}

  [[nodiscard]] std::optional<Quantity> find(std::string_view name) const override;
  [[nodiscard]] std::vector<std::string> names() const override;

 private:
  const Workload& workload_;
};

}  // namespace napkin
