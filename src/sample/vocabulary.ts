/** The words of which the sample's names are made. */
export const firstNames = words(`
  Adele Ahmed Aiko Alejandra Amara Amelie Andrea Anton Arjun Astrid Aylin Bartosz Beatriz Bjarne Bruno Camille Carlos
  Cecilia Chiara Chinedu Claire Daan Dalia Daniel Deniz Diego Dorota Edith Elif Elodie Emeka Emil Enrique Esther Farah
  Felix Fiona Freya Gabriel Giulia Grace Hakan Hannah Hassan Helena Hiroshi Hugo Ibrahim Ida Imani Ines Ingrid Isaac
  Ivana Jakub Jamila Jasper Joana Jonas Joseph Judith Julien Kamal Karin Katarzyna Kenji Kofi Laila Lars Laura Leila
  Leon Linnea Lorenzo Lucia Magnus Maja Malik Marco Margot Mariam Marta Matteo Mei Mikael Milena Mohammed Nadia Naomi
  Nikolai Nora Olga Oliver Omar Oscar Paloma Patrick Paula Pedro Priya Rafael Rania Rebecca Renata Robin Rosa Ruben
  Ruth Salma Samuel Sanjay Sara Sebastian Selma Simone Sofia Stefan Sunniva Tamar Tariq Teresa Thea Theo Thomas Tomasz
  Ursula Valentina Vera Victor Wei Wiktor Yara Yasmin Yusuf Zeynep Zoë
`);

export const lastNames = words(`
  Abadi Achterberg Adeyemi Aguilar Almeida Andersen Aoki Arslan Baker Banerjee Barbieri Becker Benali Berg Bianchi
  Björk Blanchard Bouchard Brandt Brennan Calloway Carvalho Castillo Chandra Chen Clarke Cohen Costa Dahl Davies
  Delgado Demir Dijkstra Doyle Dubois Eklund Ellis Eriksen Esposito Falk Farouk Ferrari Fischer Fontaine Fraser Fujita
  Gallagher Garnier Georgiou Gill Gomes Grabowski Greene Haas Haddad Hall Hansen Hartmann Hayashi Herrera Hoang Hofmann
  Holm Horvat Hughes Ibáñez Iqbal Ivanov Jansen Jensen Joshi Kaplan Karlsson Kaya Keller Kelly Khan Kim Klein Kovács
  Kowalska Krüger Lambert Larsen Laurent Lefèvre Lehmann Lindqvist Lopez Lund Maier Mancini Marchetti Martin Mbeki
  Mehta Meyer Moreau Morales Murphy Nakamura Nielsen Novak Nowak Nwosu Oduya Okafor Olsen Ortega Osei Öztürk Pacheco
  Park Patel Pereira Perrin Petrov Popescu Quinn Rahman Ramírez Rao Reyes Ricci Richter Rossi Roux Ruiz Salazar
  Santos Sato Schneider Schulz Serrano Shah Sharma Silva Singh Sørensen Stone Suzuki Svensson Takahashi Tanaka Taylor
  Thomsen Tran Usman Vargas Vasquez Vermeulen Vidal Virtanen Vogel Wagner Walsh Wang Weber Werner White Wieczorek
  Winter Wójcik Wright Yamamoto Yilmaz Young Zamora Zhang Ziegler Zimmermann
`);

/** Each industry with the words that end the names of its companies. */
export const industries: readonly { readonly name: string; readonly endings: readonly string[] }[] = [
  { name: 'Logistics', endings: ['Logistics', 'Freight', 'Forwarding', 'Haulage'] },
  { name: 'Healthcare', endings: ['Clinics', 'Health', 'Diagnostics', 'Medical Supply'] },
  { name: 'Manufacturing', endings: ['Works', 'Castings', 'Tooling', 'Precision Parts'] },
  { name: 'Retail', endings: ['Stores', 'Outfitters', 'Markets', 'Trading'] },
  { name: 'Software', endings: ['Software', 'Systems', 'Data', 'Labs'] },
  { name: 'Energy', endings: ['Energy', 'Power', 'Solar', 'Grid Services'] },
  { name: 'Construction', endings: ['Builders', 'Construction', 'Timber', 'Engineering'] },
  { name: 'Food', endings: ['Foods', 'Bakeries', 'Dairy', 'Provisions'] },
  { name: 'Finance', endings: ['Capital', 'Insurance', 'Savings', 'Leasing'] },
  { name: 'Education', endings: ['Academy', 'College', 'Learning', 'Institute'] },
  { name: 'Hospitality', endings: ['Hotels', 'Catering', 'Resorts', 'Travel'] },
  { name: 'Agriculture', endings: ['Farms', 'Growers', 'Seeds', 'Orchards'] },
];

export const placeWords = words(`
  Alder Amber Anchor Aspen Beacon Birch Blackwood Bluestone Bridgeway Brightwater Canal Cedar Cliffside Cobalt Copper
  Coral Crestline Dockside Eastgate Elmfield Fairhaven Falcon Fernhill Firth Foxglove Granite Greenfield Harbour
  Hawthorn Hazel Heron Highland Ironbridge Juniper Kestrel Kingfisher Lakeside Larch Lighthouse Linden Lowland Maple
  Meridian Millbrook Moorland Northgate Oakridge Orchard Osprey Pinewood Portland Quarry Ravensworth Redwood Ridgeway
  Riverside Rowan Saltmarsh Sandstone Seaview Silverbirch Slate Southbank Stonebridge Summit Sunfield Thornbury Tideway
  Valley Westbrook Wharfside Willow Windmill Woodland Yarrow
`);

/** Colleagues in sales; Anna is one of the users of the sample. */
export const salesTeam = words(
  'anna@example.com carla@example.com david@example.com elena@example.com farid@example.com gwen@example.com',
);

/** Colleagues in support; Ben is one of the users of the sample. */
export const supportTeam = words('ben@example.com hana@example.com igor@example.com');

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
