// SPDX-License-Identifier: MIT

using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace FastSipAlg.Architecture.Tests;

/// <summary>Reads the public types of a built project from its assembly's metadata, without loading it.</summary>
internal static class SeamReader
{
    /// <summary>One line a type, sorted by name: its kind, its full name, nested types with a dot.</summary>
    public static IEnumerable<string> PublicTypes(string project)
    {
        using var file = new PEReader(File.OpenRead(AssemblyPath(project)));
        var metadata = file.GetMetadataReader();
        return metadata.TypeDefinitions
            .Select(metadata.GetTypeDefinition)
            .Where(type => IsPublic(metadata, type))
            .Select(type => (Name: FullName(metadata, type), Kind: Kind(metadata, type)))
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => $"{type.Kind} {type.Name}")
            .ToList();
    }

    private static string AssemblyPath(string project)
    {
        var projectFile = Repository.Projects[project];
        var name = XDocument.Parse(Repository.Read(projectFile)).Descendants("AssemblyName").FirstOrDefault()?.Value ?? project;
        var output = Path.Combine(Repository.Root, Path.GetDirectoryName(projectFile)!, "bin", BuiltAs(), "net10.0");
        return Path.Combine(output, name + ".dll");
    }

    /// <summary>The configuration these tests were built in; the product's projects were built in the same.</summary>
    private static string BuiltAs() =>
        typeof(SeamReader).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == "Configuration").Value!;

    private static bool IsPublic(MetadataReader metadata, TypeDefinition type) => (type.Attributes & TypeAttributes.VisibilityMask) switch
    {
        TypeAttributes.Public => true,
        TypeAttributes.NestedPublic => IsPublic(metadata, metadata.GetTypeDefinition(type.GetDeclaringType())),
        _ => false,
    };

    private static string FullName(MetadataReader metadata, TypeDefinition type)
    {
        var name = metadata.GetString(type.Name);
        var place = type.IsNested ? FullName(metadata, metadata.GetTypeDefinition(type.GetDeclaringType())) : metadata.GetString(type.Namespace);
        return place.Length == 0 ? name : $"{place}.{name}";
    }

    private static string Kind(MetadataReader metadata, TypeDefinition type)
    {
        var isRecord = type.GetMethods().Any(method => metadata.GetString(metadata.GetMethodDefinition(method).Name) is "<Clone>$" or "PrintMembers");
        return (type.Attributes & TypeAttributes.Interface) != 0 ? "interface" : BaseName(metadata, type) switch
        {
            "System.Enum" => "enum",
            "System.MulticastDelegate" => "delegate",
            "System.ValueType" => isRecord ? "record struct" : "struct",
            _ => Modifier(type.Attributes) + (isRecord ? "record" : "class"),
        };
    }

    private static string Modifier(TypeAttributes attributes) => (attributes & (TypeAttributes.Abstract | TypeAttributes.Sealed)) switch
    {
        TypeAttributes.Abstract | TypeAttributes.Sealed => "static ",
        TypeAttributes.Abstract => "abstract ",
        TypeAttributes.Sealed => "sealed ",
        _ => "",
    };

    private static string BaseName(MetadataReader metadata, TypeDefinition type)
    {
        if (type.BaseType.Kind != HandleKind.TypeReference)
        {
            return "";
        }

        var reference = metadata.GetTypeReference((TypeReferenceHandle)type.BaseType);
        return $"{metadata.GetString(reference.Namespace)}.{metadata.GetString(reference.Name)}";
    }
}
