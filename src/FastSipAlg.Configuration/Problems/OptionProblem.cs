// SPDX-License-Identifier: MIT

namespace FastSipAlg.Configuration.Problems;

/// <summary>
/// Something wrong with an option's value that only another room can tell, such as a certificate's file: <see cref="LoadedConfiguration.ProblemAt"/> knows where it is written.
/// The sentence may name files, subjects and dates, never a password or a key.
/// </summary>
/// <param name="Path">The block and the entry, such as <c>vpn certificate local Server_cert</c>.</param>
/// <param name="Option">The option to change, such as <c>private-key</c>.</param>
/// <param name="Sentence">What is wrong and, where it is known, the cure. Begins in lower case, without a full stop at its end.</param>
/// <param name="IsError">false: a warning, the entry can be used.</param>
public sealed record OptionProblem(string Path, string Option, string Sentence, bool IsError)
{
    public override string ToString() => $"{Path} {Option}: {Sentence}";
}
