#pragma once

namespace napkin::algorithms {

/// Elementary functions that give the same bits on every machine.
///
/// The C library picks another `log` on a processor with fused multiply-add, and one changed bit is
/// enough to send a key to another node. These use only + - * / and bit operations, each of which
/// IEEE 754 rounds in one way; they are the classical reductions of FreeBSD's msun (e_log.c,
/// e_exp.c, Sun Microsystems 1993).
///
///     const double score = -weight / natural_log(uniform);

/// ln(x), within 1 ulp. natural_log(0) is -infinity; a negative number or NaN gives NaN.
[[nodiscard]] double natural_log(double x);

/// e^x, within 1 ulp. Overflows to infinity above 709.78, underflows to 0 below -745.13.
[[nodiscard]] double natural_exp(double x);

/// base^exponent for base >= 0, as exp(exponent * ln(base)): relative error about
/// |exponent * ln(base)| * 2^-52. power(0, y) is 0 for y > 0, and power(x, 0) is 1.
[[nodiscard]] double power(double base, double exponent);

}  // namespace napkin::algorithms
