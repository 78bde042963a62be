// SPDX-License-Identifier: MIT

using System.Runtime.InteropServices;
using FastSipAlg.Configuration.Options;

namespace FastSipAlg.Transport.Legs;

/// <summary>
/// The empty record before each CBC record of TLS 1.0, against CVE-2011-3389 (BEAST). OpenSSL sends it unless told otherwise, and SslStream has no word for that; OpenSSL's own configuration has, for every
/// context made afterwards in the process. What the operator has written in openssl.cnf stays in force: ours is one more word in it.
/// </summary>
public static partial class EmptyFragments
{
    private const string Section = "fastsipalg";
    private static readonly Lock Once = new();
    private static bool _isOff;

    /// <summary>Whether they can be turned off here.</summary>
    public static bool CanBeTurnedOff => OpenSslLibrary.IsKnown;

    /// <summary>Whether a profile speaks TLS 1.0, so that it makes a difference.</summary>
    public static bool Concern(VoipProfileOptions profile) =>
        profile is { SslMode: SslMode.Full, SslMinVersion: <= SslVersion.Tls10, SslMaxVersion: >= SslVersion.Tls10 };

    /// <summary>For the whole process, for good. False: OpenSSL did not take it, and they are sent as before.</summary>
    public static bool TurnOff()
    {
        lock (Once)
        {
            _isOff = _isOff || (CanBeTurnedOff && Load());
            return _isOff;
        }
    }

    // openssl_conf -> ssl_conf -> system_default -> commands   config(5), SSL_CONF_cmd(3)
    private static bool Load()
    {
        var commands = Section;
        var (before, options) = ("", "");
        if (DefaultFile() is not 0 and var file)
        {
            var operators = NewConfiguration(0);
            if (LoadFile(operators, file, 0) > 0)
            {
                before = $".include = {Marshal.PtrToStringUTF8(file)}\n";
                commands = SectionOfCommands(operators) ?? Section;
                options = Text(operators, commands, "Options") is { Length: > 0 } written ? written + "," : "";
            }

            FreeConfiguration(operators);
            FreeMemory(file, 0, 0);
        }

        var isLoaded = Load($"""
            {before}[default]
            openssl_conf={Section}_modules
            [{Section}_modules]
            ssl_conf={Section}_ssl
            [{Section}_ssl]
            system_default={commands}
            [{commands}]
            Options={options}-EmptyFragments

            """);
        ClearErrors();
        return isLoaded;
    }

    private static bool Load(string text)
    {
        var octets = Marshal.StringToCoTaskMemUTF8(text);
        var source = NewSource(octets, -1);
        var configuration = NewConfiguration(0);
        var isLoaded = LoadText(configuration, source, 0) > 0 && LoadModules(configuration, 0, 0) > 0;
        FreeConfiguration(configuration);
        FreeSource(source);
        Marshal.FreeCoTaskMem(octets);
        return isLoaded;
    }

    private static string? SectionOfCommands(nint configuration) =>
        Text(configuration, null, "openssl_conf") is { } modules && Text(configuration, modules, "ssl_conf") is { } ssl ? Text(configuration, ssl, "system_default") : null;

    // Without a section the file's head is meant.
    private static string? Text(nint configuration, string? section, string name) => Marshal.PtrToStringUTF8(GetString(configuration, section, name));

    [LibraryImport(OpenSslLibrary.Crypto, EntryPoint = "NCONF_new")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint NewConfiguration(nint method);

    [LibraryImport(OpenSslLibrary.Crypto, EntryPoint = "NCONF_load")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int LoadFile(nint configuration, nint path, nint errorLine);

    [LibraryImport(OpenSslLibrary.Crypto, EntryPoint = "NCONF_load_bio")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int LoadText(nint configuration, nint source, nint errorLine);

    [LibraryImport(OpenSslLibrary.Crypto, EntryPoint = "NCONF_get_string", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint GetString(nint configuration, string? section, string name);

    [LibraryImport(OpenSslLibrary.Crypto, EntryPoint = "NCONF_free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void FreeConfiguration(nint configuration);

    [LibraryImport(OpenSslLibrary.Crypto, EntryPoint = "CONF_get1_default_config_file")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint DefaultFile();

    [LibraryImport(OpenSslLibrary.Crypto, EntryPoint = "CONF_modules_load")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int LoadModules(nint configuration, nint applicationName, uint flags);

    [LibraryImport(OpenSslLibrary.Crypto, EntryPoint = "BIO_new_mem_buf")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint NewSource(nint octets, int length);

    [LibraryImport(OpenSslLibrary.Crypto, EntryPoint = "BIO_vfree")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void FreeSource(nint source);

    [LibraryImport(OpenSslLibrary.Crypto, EntryPoint = "CRYPTO_free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void FreeMemory(nint memory, nint file, int line);

    [LibraryImport(OpenSslLibrary.Crypto, EntryPoint = "ERR_clear_error")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void ClearErrors();
}
