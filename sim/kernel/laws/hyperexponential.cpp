#include <cmath>  // sqrt

#include "sim/kernel/laws/law_support.h"

namespace napkin::laws {

namespace {

constexpr std::string_view kName = "hyperexponential";

const LawRegistration registration({
    .name = kName,
    .help = "sometimes quick, sometimes slow: exponential with one of several means",
    .forms = {{{kMean, kCv},
               [](const LawArguments& arguments) {
                 return hyperexponential_from_mean_and_cv(arguments.number("mean"),
                                                          arguments.number("cv"));
               }},
              {{kWeights, {"means", LawParameter::Kind::kValues, "the mean of each branch"}},
               [](const LawArguments& arguments) {
                 return hyperexponential(arguments.list("weights"), arguments.list("means"));
               }}},
});

}  // namespace

Law hyperexponential(const std::vector<double>& weights, const std::vector<double>& means) {
  require_weights(kName, weights, means.size());
  std::vector<Law> branches;
  for (const double mean : means) {
    require_positive(kName, "means", mean);
    branches.push_back(exponential(mean));
  }
  return mixture(branches, weights);
}

// Balanced means (each branch carries half of the load) make the law determined by two moments.
Law hyperexponential_from_mean_and_cv(double mean, double cv) {
  require_positive(kName, "mean", mean);
  require(cv >= 1 && cv <= 1e6, kName, "cv", cv, "1 (exponential) to 1e6");
  const double squared = cv * cv;
  const double often = (1 + std::sqrt((squared - 1) / (squared + 1))) / 2;
  const double seldom = 1 / (squared + 1) / (2 * often);  // 1 - often, with its own digits
  return hyperexponential({often, seldom}, {mean / (2 * often), mean / (2 * seldom)});
}

}  // namespace napkin::laws
