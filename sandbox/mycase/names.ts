/** Word lists for generated firms. */
export const FIRST_NAMES = (
  "Aaliyah Aaron Abdul Abigail Adam Adriana Agnes Ahmed Aisha Alan Alejandro Alexandra Alice Amber Amelia Amir Ana Andre Andrea Angela Anita Anthony Antonio Anya Arjun Ashley " +
  "Ava Barbara Beatriz Benjamin Beth Bianca Brandon Brenda Brian Bruno Camila Carla Carlos Carmen Caroline Catherine Cecilia Charles Chloe Christian Clara Claudia Connor Cristina " +
  "Cynthia Daniel Daniela David Deborah Denise Derek Diana Diego Dominic Donna Dylan Edgar Eduardo Elena Elias Elijah Elizabeth Ella Emily Emma Enrique Eric Erin Esther Ethan Eva " +
  "Evan Faith Farah Felix Fernando Fiona Frances Francisco Gabriel Gabriela George Gina Gloria Grace Gregory Hana Hannah Harper Hassan Heather Hector Helen Henry Hugo Ian Ibrahim " +
  "Ines Irene Isaac Isabel Ivan Jack Jacob Jade Jamal James Jane Jasmine Javier Jennifer Jeremy Jessica Joan Joel John Jordan Jorge José Joseph Joshua Joyce Juan Julia Julian Karen " +
  "Karina Kate Keisha Kelly Kenneth Kevin Khalid Kim Laila Laura Lauren Leah Leila Leo Leonard Leticia Liam Linda Lisa Logan Lorena Louis Lucas Lucia Luis Luna Lydia Maia Malik " +
  "Manuel Marcus Margaret Maria Mariana Mark Marta Martin Mary Mateo Matthew Maya Megan Mei Melissa Michael Miguel Mila Mina Miriam Mohammed Monica Nadia Naomi Natalie Nathan Nia " +
  "Nicholas Nicole Nina Noah Noor Nora Oliver Olivia Omar Oscar Pablo Pamela Patricia Paul Paula Pedro Peter Philip Priya Rachel Rafael Ravi Rebecca Ricardo Richard Robert Rosa " +
  "Ruth Ryan Sabrina Samantha Samir Samuel Sandra Santiago Sara Sean Sergio Shirin Simon Sofia Sonia Stella Stephen Susan Tamara Tanya Teresa Thomas Tyler Valentina Valeria Vanessa " +
  "Vera Victor Victoria Vincent Virginia Wendy William Xavier Yara Yasmin Yolanda Yuki Zainab Zoe"
).split(" ");

export const LAST_NAMES = (
  "Abbott Acosta Adams Aguilar Ahmed Alexander Ali Allen Alvarez Anderson Andrews Armstrong Arnold Austin Bailey Baker Banks Barnes Barrett Bautista Becker Bell Bennett Berg Bishop " +
  "Black Boyd Bradley Brooks Brown Bryant Burke Burns Butler Byrne Cabrera Campbell Carlson Carr Carter Castillo Castro Chan Chang Chapman Chavez Chen Cheng Cho Clark Cohen Cole " +
  "Coleman Collins Contreras Cook Cooper Cortez Costa Cox Craig Cruz Cunningham Dang Daniels Davidson Davis Dean Delgado Diaz Dixon Dominguez Douglas Doyle Duncan Dunn Edwards Ellis " +
  "Erickson Escobar Espinoza Estrada Evans Farrell Ferguson Fernandez Figueroa Fischer Fisher Fleming Flores Ford Foster Fox Franklin Frazier Freeman Fuentes Fuller Gallagher Garcia " +
  "Gardner Garza Gibson Gill Gomez Gonzalez Gordon Graham Grant Gray Green Greene Griffin Guerrero Gupta Gutierrez Guzman Hall Hamilton Hansen Harper Harris Hart Hayes Henderson " +
  "Hernandez Herrera Hicks Hoffman Holland Holmes Horton Howard Huang Hughes Hunt Hunter Hussain Ibarra Jackson Jacobs James Jenkins Jensen Jimenez Johnson Jones Jordan Juarez Kaur " +
  "Kelley Kelly Kennedy Khan Kim King Klein Knight Kumar Lam Lambert Lane Larson Lawrence Lawson Le Lee Leon Lewis Li Lin Liu Long Lopez Lowe Lucas Luna Lynch Maldonado Marquez " +
  "Marshall Martin Martinez Mason Matthews May McCarthy McDonald Medina Mehta Mejia Mendez Mendoza Meyer Miller Mills Mitchell Molina Montgomery Moore Morales Moreno Morgan Morris " +
  "Moss Muñoz Murphy Murray Myers Nelson Newman Nguyen Nichols Novak Nunez Obrien Ochoa Okafor Olsen Ortega Ortiz Owens Pacheco Padilla Park Parker Patel Patterson Payne Pearson " +
  "Perez Perkins Peters Peterson Pham Phillips Pierce Porter Powell Price Quinn Ramirez Ramos Reed Reyes Reynolds Rhodes Rice Richards Rivera Roberts Robinson Rodriguez Rogers " +
  "Rojas Romero Rosario Rose Ross Ruiz Russell Ryan Salazar Sanchez Sandoval Santiago Santos Schmidt Schultz Scott Shah Shaw Silva Simmons Singh Smith Snyder Soto Spencer Stevens " +
  "Stewart Stone Sullivan Tanaka Tang Taylor Thomas Thompson Torres Tran Trujillo Turner Valdez Vargas Vasquez Vega Wagner Walker Wallace Walsh Wang Ward Warren Washington Watson " +
  "Weber Webb Weiss Wells West Wheeler White Williams Wilson Wong Wood Wright Wu Yang Young Zamora Zhang Zimmerman"
).split(" ");

export const STREETS =
  "Adams Alder Ash Balboa Birch Broadway Cedar Chestnut Clairemont College Elm Fairmount Garnet Grand Grape Hawthorn Island Ivy Juniper Laurel Market Mission Oak Olive Palm Pine Quince Redwood Spruce University".split(
    " ",
  );

/** City with the first three digits of its postal codes. */
export const CITIES: readonly (readonly [string, string])[] = [
  ["San Diego", "921"],
  ["Chula Vista", "919"],
  ["Oceanside", "920"],
  ["Escondido", "920"],
  ["Carlsbad", "920"],
  ["El Cajon", "920"],
  ["Vista", "920"],
  ["San Marcos", "920"],
  ["Encinitas", "920"],
  ["National City", "919"],
  ["La Mesa", "919"],
  ["Temecula", "925"],
];

export const COMPANY_WORDS =
  "Harbor Summit Pacific Golden Coastal Pioneer Redwood Liberty Mariner Granite Sunrise Evergreen Beacon Cardinal Atlas Meridian Cascade Frontier Heritage Keystone".split(
    " ",
  );
export const COMPANY_KINDS = "Builders Foods Logistics Dental Properties Medical Design Motors Systems Partners".split(" ");

/** Area codes for the generated phones, a set for each kind. */
export const CELL_CODES = (
  "619 858 760 442 201 202 203 205 206 207 208 209 210 212 213 214 215 216 217 218 219 224 225 229 231 234 239 240 248 251 252 253 254 256 260 " +
  "262 267 269 270 276 281 301 302 303 304 305 307 308 309 310 312 313 314 315 316 317 318 319 320 321 323 325 330 334 336 337 339 347 351 352 " +
  "360 361 385 386 401 402 404 405 406 407 408 409 410 412 413 414 415 417 419 423 424 425 432 434 435 440 443 469 478 479"
).split(" ");
export const HOME_CODES = "480 484 501 502 503 504 505 507 508 509 510 512 513 515 516 517 518 520 530 540".split(" ");
export const WORK_CODES = "541 551 559 561 562 563 567 570 571 573 574 575".split(" ");
